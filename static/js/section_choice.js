// Choosing sections: what stands under a section that is off follows it, and all sections take one form at a press.
(() => {
  const form = document.querySelector("[data-section-choice]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-section]")];
  const boxOf = (row) => row.querySelector("input[type=checkbox]");

  // Rows stand in reading order, so a parent is settled before what stands under it.
  const settle = () => {
    const off = new Set();
    for (const row of rows) {
      const box = boxOf(row);
      const hangs = off.has(row.dataset.parent);
      if (hangs || "leftOut" in row.dataset || (box && !box.checked)) off.add(row.dataset.section);
      if (box) box.disabled = hangs;
      row.classList.toggle("is-off", off.has(row.dataset.section));
    }
  };

  settle();
  // Once its section is on again, what was off only with it is on again too.
  for (const row of rows) if (boxOf(row)?.disabled) boxOf(row).checked = true;
  form.addEventListener("change", settle);

  // What is disabled is not sent.
  form.addEventListener("submit", () => {
    for (const row of rows) if (boxOf(row)) boxOf(row).disabled = false;
  });

  for (const tools of form.querySelectorAll("[data-all-forms]")) {
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const wanted = event.target.dataset.form;
      if (wanted) for (const field of form.querySelectorAll("[data-section] select")) field.value = wanted;
    });
  }
})();
