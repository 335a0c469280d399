// In a [data-choose] form: [data-choose-all] ticks every box or none, [data-choose-state] tells how many are.
(() => {
  for (const form of document.querySelectorAll("[data-choose]")) {
    const boxes = [...form.querySelectorAll("input[type=checkbox]:not(:disabled)")];
    const button = form.querySelector("[data-choose-all]");
    const state = form.querySelector("[data-choose-state]");
    const count = () => boxes.filter((box) => box.checked).length;

    const tell = () => {
      state.textContent = `已选 ${count()} ${form.dataset.chooseNoun ?? "份"}`;
      button.textContent = count() === boxes.length ? "全不选" : "全选";
    };

    button.hidden = false;
    button.addEventListener("click", () => {
      const ticked = count() < boxes.length;
      for (const box of boxes) box.checked = ticked;
      tell();
    });
    form.addEventListener("change", tell);
    tell();
  }
})();
