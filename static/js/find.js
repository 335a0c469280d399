// Typing in a [data-find] field lists the links of that list whose data-words hold what is typed; Esc folds the list.
(() => {
  const SHOWN = 12;

  const find = (list, wanted) => {
    let shown = 0;
    for (const item of list.children) {
      const fits = wanted !== "" && shown < SHOWN && item.dataset.words.toLowerCase().includes(wanted);
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    list.hidden = shown === 0;
  };

  for (const field of document.querySelectorAll("[data-find]")) {
    const list = document.querySelector(field.dataset.find);
    field.addEventListener("input", () => find(list, field.value.trim().toLowerCase()));
    field.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") list.hidden = true;
    });
    document.addEventListener("click", (event) => {
      if (!field.form.contains(event.target)) list.hidden = true;
    });
    list.addEventListener("click", () => {
      list.hidden = true;
    });
  }
})();
