// The paper of a draft: a click anywhere on it leads to where one works at that place, as the pencil before it
// does. What stands under the pointer shows how far that place goes. Words can still be selected and copied.
(() => {
  const linkOf = (piece) => {
    for (let found = piece; found; found = found.previousElementSibling) {
      if (found.matches("a.paper-link")) return found;
    }
    return null;
  };

  const pieceAt = (target) => {
    const sheet = target.closest(".paper-sheet");
    if (!sheet || target === sheet) return null;
    return [...sheet.children].find((child) => child.contains(target)) ?? null;
  };

  const together = (link) => {
    const pieces = [];
    for (let found = link.nextElementSibling; found && !found.matches("a.paper-link"); found = found.nextElementSibling) {
      if (found.dataset.leads) pieces.push(found);
    }
    return pieces;
  };

  // Pieces that belong to nothing one could open stand before the first pencil of their sheet.
  for (const link of document.querySelectorAll(".paper-link")) {
    for (let found = link.nextElementSibling; found && !found.matches("a.paper-link"); found = found.nextElementSibling) {
      found.dataset.leads = "yes";
    }
  }

  let shown = [];
  const show = (pieces, className) => {
    for (const piece of shown) piece.classList.remove("is-pointed-at", "is-near");
    shown = pieces;
    for (const piece of pieces) piece.classList.add(piece.matches("a") ? "is-near" : className);
  };

  document.addEventListener("pointerover", (event) => {
    const piece = pieceAt(event.target);
    const link = piece && linkOf(piece);
    show(link ? [link, ...together(link)] : [], "is-pointed-at");
  });

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.target.closest("a, button, summary")) return;
    const piece = pieceAt(event.target);
    const link = piece?.dataset.leads && linkOf(piece);
    if (!link || String(document.getSelection()) !== "") return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else location.assign(link.href);
  });
})();
