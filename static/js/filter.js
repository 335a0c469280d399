// Typing in a [data-filter] field hides the rows of that table whose name, or what its data-filter-text says, does not
// contain the words; groups follow. Enter sends the form of a search and does nothing elsewhere.
// The columns keep the widths they had with all rows, and [data-filter-empty] near the table says when none is left.
(() => {
  const holdColumns = (table) => {
    const heads = [...(table.tHead?.rows[0].cells ?? [])];
    const widths = heads.map((head) => head.getBoundingClientRect().width);
    if (widths.includes(0)) return; // the heads are hidden where rows are stacked
    heads.forEach((head, number) => {
      head.style.boxSizing = "border-box";
      head.style.width = `${widths[number]}px`;
    });
    table.style.minWidth = `${table.offsetWidth}px`;
    table.style.tableLayout = "fixed";
  };

  const releaseColumns = (table) => {
    for (const held of [table, ...(table.tHead?.rows[0].cells ?? [])]) held.removeAttribute("style");
  };

  const words = (cell) => (cell.dataset.filterText || cell.textContent).toLowerCase();

  const filter = (table, wanted) => {
    let shown = 0;
    for (const group of table.tBodies) {
      const rows = [...group.rows].filter((row) => row.querySelector("[data-filter-text]"));
      for (const row of rows) row.hidden = !words(row.querySelector("[data-filter-text]")).includes(wanted);
      group.hidden = rows.length > 0 && rows.every((row) => row.hidden);
      shown += rows.filter((row) => !row.hidden).length;
    }
    return shown;
  };

  for (const field of document.querySelectorAll("[data-filter]")) {
    const table = document.querySelector(field.dataset.filter);
    if (!table) continue;
    const empty = (table.closest("form") ?? document).querySelector("[data-filter-empty]");
    empty?.setAttribute("role", "status");
    let isHeld = false;
    field.hidden = false;
    field.addEventListener("input", () => {
      if (!isHeld) holdColumns(table);
      isHeld = true;
      const wanted = field.value.trim();
      const shown = filter(table, wanted.toLowerCase());
      if (!empty) return;
      empty.hidden = shown > 0;
      empty.textContent = shown > 0 ? "" : `没有找到含“${wanted}”的${field.dataset.filterNoun ?? "指标"}。`;
    });
    window.addEventListener("resize", () => {
      releaseColumns(table);
      isHeld = false;
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && field.form?.method !== "get") event.preventDefault();
    });
  }
})();
