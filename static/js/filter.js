// Typing in a [data-filter] field hides the rows of that table whose name does not contain the words; groups follow.
(() => {
  for (const field of document.querySelectorAll("[data-filter]")) {
    const table = document.querySelector(field.dataset.filter);
    field.hidden = false;
    field.addEventListener("input", () => {
      const wanted = field.value.trim();
      for (const group of table.tBodies) {
        const rows = [...group.rows].filter((row) => row.querySelector("[data-filter-text]"));
        for (const row of rows) row.hidden = !row.querySelector("[data-filter-text]").textContent.includes(wanted);
        group.hidden = rows.length > 0 && rows.every((row) => row.hidden);
      }
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }
})();
