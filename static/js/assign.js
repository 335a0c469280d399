// In a [data-assign] form: [data-assign-all] ticks every row that is shown or none, [data-assign-state] tells how many are.
// Shift and a click tick all rows between. [data-assign-fold] is closed on a phone, unless it tells what is wrong.
(() => {
  if (matchMedia("(width <= 600px)").matches) {
    for (const fold of document.querySelectorAll("[data-assign-fold]")) {
      fold.open = Boolean(fold.querySelector(".message"));
    }
  }
  for (const form of document.querySelectorAll("[data-assign]")) {
    const boxes = [...form.querySelectorAll("td.tick input[type=checkbox]")];
    const button = form.querySelector("[data-assign-all]");
    const state = form.querySelector("[data-assign-state]");
    const shown = () => boxes.filter((box) => !box.closest("tr").hidden);
    const areAll = () => shown().length > 0 && shown().every((box) => box.checked);
    const fold = form.querySelector("[data-assign-fold]");
    let last = null;
    if (!boxes.length) continue;

    const tell = () => {
      const count = boxes.filter((box) => box.checked).length;
      state.textContent = `已选 ${count} ${form.dataset.assign}`;
      if (count && fold) fold.open = true;
      button.textContent = areAll() ? "全不选" : "全选";
    };

    button.hidden = state.hidden = false;
    state.setAttribute("role", "status");
    button.addEventListener("click", () => {
      const ticked = !areAll();
      for (const box of shown()) box.checked = ticked;
      tell();
    });
    form.addEventListener("click", (event) => {
      const box = event.target;
      if (!boxes.includes(box)) return;
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const between of boxes.slice(from, to + 1)) {
          if (!between.closest("tr").hidden) between.checked = box.checked;
        }
      }
      last = box;
    });
    form.addEventListener("change", tell);
    tell();
  }
})();
