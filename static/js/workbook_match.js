// In a [data-match] form: a name that is offered goes into its row's field, and a row that gets a name is ticked.
(() => {
  for (const form of document.querySelectorAll("[data-match]")) {
    const rowOf = (inside) => inside.closest("tr");
    const tick = (row, on) => {
      row.querySelector("input[name=rows]").checked = on;
    };

    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-pick]");
      if (!button) return;
      const row = rowOf(button);
      const field = row.querySelector("input[list]");
      field.value = button.dataset.pick;
      tick(row, true);
      field.focus();
    });
    form.addEventListener("change", (event) => {
      if (event.target.matches("input[list]")) tick(rowOf(event.target), event.target.value.trim() !== "");
    });
  }
})();
