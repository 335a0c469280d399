// The figure sheet behaves like a sheet: Enter and the arrow keys move down and up, a pasted column fills downwards.
(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  const entries = () => [...sheet.querySelectorAll(".sheet-input input:not([type=hidden]):not(:disabled)")];

  const move = (from, step) => {
    const all = entries();
    const next = all[all.indexOf(from) + step];
    if (next) {
      next.focus();
      next.select();
    }
  };

  sheet.addEventListener("keydown", (event) => {
    if (!entries().includes(event.target)) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    move(event.target, step);
  });

  sheet.addEventListener("paste", (event) => {
    const all = entries();
    const start = all.indexOf(event.target);
    const cells = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (start < 0 || cells.length < 2) return;
    event.preventDefault();
    cells.slice(0, all.length - start).forEach((cell, offset) => {
      all[start + offset].value = cell.split("\t")[0].trim();
    });
    move(event.target, Math.min(cells.length, all.length - start) - 1);
  });
})();
