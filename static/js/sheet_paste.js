// A column pasted from a spreadsheet fills the figure sheet downwards, a second one the notes; what others fill is left out.
// One press takes the pasting back.
(() => {
  const sheet = window.edusum?.sheet;
  if (!sheet) return;
  const undo = document.querySelector("[data-sheet-undo]");
  const NEXT = { entry: "note", note: null };
  let before = [];

  // Cells of a spreadsheet come with tabs and line ends; a cell with line ends of its own stands in quotation marks.
  const read = (text) => {
    const table = [[""]];
    let isQuoted = false;
    const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < clean.length; at += 1) {
      const sign = clean[at];
      const row = table[table.length - 1];
      if (isQuoted) {
        if (sign !== '"') row[row.length - 1] += sign === "\n" ? " " : sign;
        else if (clean[at + 1] === '"') {
          row[row.length - 1] += '"';
          at += 1;
        } else isQuoted = false;
      } else if (sign === '"' && row[row.length - 1] === "") isQuoted = true;
      else if (sign === "\t") row.push("");
      else if (sign === "\n") table.push([""]);
      else row[row.length - 1] += sign;
    }
    return table;
  };

  const put = (input, text) => {
    before.push([input, input.value]);
    input.value = text.trim().slice(0, input.maxLength > 0 ? input.maxLength : undefined);
  };

  const told = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

  const fill = (table, start, column) => {
    const rows = sheet.rows();
    const from = rows.indexOf(start.closest("tr"));
    let skipped = 0;
    before = [];
    table.slice(0, rows.length - from).forEach((cells, offset) => {
      let name = column;
      for (const cell of cells) {
        if (!name) break;
        const input = sheet.field(rows[from + offset], name);
        if (input) put(input, cell);
        else if (name === column) skipped += 1;
        name = NEXT[name];
      }
    });
    const rest = Math.max(0, table.length - (rows.length - from));
    return { count: before.length, skipped, rest };
  };

  sheet.form.addEventListener("paste", (event) => {
    const input = event.target;
    const column = input instanceof HTMLInputElement ? sheet.columnOf(input) : "";
    const table = read(event.clipboardData.getData("text"));
    if (!(column in NEXT) || (table.length < 2 && table[0].length < 2)) return;
    event.preventDefault();
    const { count, skipped, rest } = fill(table, input, column);
    before.forEach(([filled]) => told(filled));
    const words = [`已粘贴 ${count} 格`];
    if (skipped) words.push(`跳过别的科室填报的 ${skipped} 行`);
    if (rest) words.push(`表到底了，还有 ${rest} 行没有粘贴`);
    sheet.say?.(`${words.join("，")}。`);
    undo.hidden = count === 0;
    const last = before[before.length - 1];
    if (last) sheet.go(last[0]);
  });

  undo?.addEventListener("click", () => {
    before.forEach(([input, value]) => (input.value = value));
    before.forEach(([input]) => told(input));
    undo.hidden = true;
    if (before[0]) sheet.go(before[0][0]);
    before = [];
  });
})();
