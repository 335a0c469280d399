// The figure sheet is walked like a sheet: Enter and the arrows down and up a column, left and right at the ends of a cell,
// Esc brings back what is stored. edusum.sheet tells other scripts where the cells are.
(() => {
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const edusum = (window.edusum ??= {});
  const COLUMNS = ["entry", "note", "reason"];

  // Every metric that is shown, also those that others fill: a pasted column must not slip.
  const rows = () => [...form.querySelectorAll("tr[data-row]")].filter((row) => !row.hidden && !row.parentElement.hidden);

  const field = (row, column) => {
    const found = form.elements.namedItem(`${row.dataset.row}-${column}`);
    return found && !found.disabled ? found : null;
  };

  const initial = (input) => form.elements.namedItem(`initial-${input.name}`);

  const columnOf = (input) => input.name.slice(input.name.lastIndexOf("-") + 1);

  const isVisible = (input) => input.offsetParent !== null;

  const go = (input) => {
    input.focus();
    input.select?.();
  };

  const along = (from, step) => {
    const column = columnOf(from);
    const cells = rows()
      .map((row) => field(row, column))
      .filter((input) => input && isVisible(input));
    const next = cells[cells.indexOf(from) + step];
    if (next) go(next);
    return Boolean(next);
  };

  const aside = (from, step) => {
    const cells = [...from.closest("tr").querySelectorAll("input:not([type=hidden]), select")].filter(isVisible);
    const next = cells[cells.indexOf(from) + step];
    if (next) go(next);
    return Boolean(next);
  };

  const restore = (input) => {
    const before = initial(input);
    if (!before || before.value === input.value) return;
    input.value = before.value;
    input.select();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const isAtEnd = (input, step) => {
    const at = step < 0 ? 0 : input.value.length;
    return input.selectionStart === at && input.selectionEnd === at;
  };

  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!(input instanceof HTMLInputElement) || input.type !== "text" || !COLUMNS.includes(columnOf(input))) return;
    const down = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (down) {
      event.preventDefault();
      if (!along(input, down)) input.dispatchEvent(new Event("change", { bubbles: true })); // the last one is saved too
    } else if (event.key === "Escape") {
      event.preventDefault();
      restore(input);
    } else if (side && !event.shiftKey && isAtEnd(input, side) && aside(input, side)) {
      event.preventDefault();
    }
  });

  edusum.sheet = { form, rows, field, initial, columnOf, go };
})();
