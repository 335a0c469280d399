// The sections of a version as a tree: branches fold, rows are found by typing, and a row dragged elsewhere is
// sent to the server, whose answer is the tree as it then stands. Without JavaScript the arrows of each row do.
(() => {
  const NESTING = 20;
  let pointer = 0; // how far to the right it is while a row is dragged
  for (const name of ["dragover", "pointermove"]) {
    document.addEventListener(name, (event) => (pointer = event.clientX), { capture: true, passive: true });
  }

  const folded = {
    key: (tree) => `folded-sections-${tree.dataset.sectionTree}`,
    read: (tree) => new Set(JSON.parse(sessionStorage.getItem(folded.key(tree)) ?? "[]")),
    write: (tree, ids) => sessionStorage.setItem(folded.key(tree), JSON.stringify([...ids])),
  };

  const rows = (tree) => [...tree.querySelectorAll("[data-section]")];
  const branches = (tree) => rows(tree).filter((row) => row.querySelector("[data-section]"));
  const toggleOf = (row) => row.querySelector("[data-tree-toggle]");

  const fold = (row, isFolded) => {
    row.classList.toggle("is-folded", isFolded);
    toggleOf(row).setAttribute("aria-expanded", String(!isFolded));
  };

  const showFolds = (tree) => {
    const ids = folded.read(tree);
    for (const row of branches(tree)) {
      toggleOf(row).hidden = false;
      fold(row, ids.has(row.dataset.section));
    }
    const all = tree.querySelector("[data-tree-fold-all]");
    all.hidden = branches(tree).length === 0;
    all.textContent = branches(tree).every((row) => ids.has(row.dataset.section)) ? "全部展开" : "全部收起";
  };

  const foldAll = (tree) => {
    const ids = branches(tree).map((row) => row.dataset.section);
    const areFolded = ids.every((id) => folded.read(tree).has(id));
    folded.write(tree, areFolded ? [] : ids);
    showFolds(tree);
  };

  const foldOne = (tree, row) => {
    const ids = folded.read(tree);
    const id = row.dataset.section;
    if (!ids.delete(id)) ids.add(id);
    folded.write(tree, ids);
    showFolds(tree);
  };

  const find = (tree) => {
    const wanted = tree.querySelector("[data-tree-filter]").value.trim();
    const words = (row) => [...row.firstElementChild.querySelectorAll("[data-tree-words]")];
    const found = (row) => words(row).some((part) => part.textContent.includes(wanted));
    for (const row of rows(tree)) row.hidden = !(found(row) || [...row.querySelectorAll("[data-section]")].some(found));
    tree.classList.toggle("is-searched", wanted !== "");
    const empty = tree.querySelector("[data-tree-empty]");
    empty.textContent = rows(tree).every((row) => row.hidden) ? `没有找到含“${wanted}”的章节。` : "";
  };

  const showMoving = (row, isMoving) => row?.classList.toggle("is-moving", isMoving);

  const restore = (item, { from, next }) => from.insertBefore(item, next);

  const drop = (tree, item, list, start) => {
    const url = item.dataset.move;
    const index = [...list.children].indexOf(item);
    const values = { parent: list.dataset.parent, index };
    const undone = () => restore(item, start);
    showMoving(item, true);
    const form = tree.querySelector("[data-tree-form]");
    form.addEventListener("htmx:sendError", undone, { once: true });
    form.addEventListener("htmx:responseError", undone, { once: true });
    htmx.ajax("POST", url, { source: form, values, target: tree, swap: "outerHTML" });
  };

  // What dragging left in style attributes would be copied to the new tree, which the content policy forbids.
  const forgetStyles = (tree) => {
    for (const styled of tree.querySelectorAll("[style]")) styled.removeAttribute("style");
  };

  // Whether the row would be the first below another: that is meant only where it was dragged to the right.
  const isBranch = (list, dragged) => list.dataset.parent !== "" && [...list.children].every((row) => row === dragged);

  const letDrag = (tree) => {
    let start = null;
    for (const list of tree.querySelectorAll("[data-parent]")) {
      Sortable.create(list, {
        group: "sections",
        handle: "[data-tree-grip]",
        animation: 120,
        fallbackOnBody: true,
        swapThreshold: 0.6,
        emptyInsertThreshold: 12,
        ghostClass: "is-dropped-here",
        onStart: (event) => {
          start = { from: event.from, next: event.item.nextElementSibling, x: event.originalEvent.clientX };
          tree.classList.add("is-dragging");
        },
        onMove: (event) => !isBranch(event.to, event.dragged) || pointer > start.x + NESTING,
        onEnd: (event) => {
          tree.classList.remove("is-dragging");
          if (event.to !== event.from || event.newIndex !== event.oldIndex) drop(tree, event.item, event.to, start);
        },
      });
    }
    for (const grip of tree.querySelectorAll("[data-tree-grip]")) grip.hidden = false;
  };

  const begin = (tree) => {
    if (tree.dataset.begun || rows(tree).length === 0) return;
    tree.dataset.begun = "yes";
    showFolds(tree);
    const search = tree.querySelector("[data-tree-filter]");
    search.hidden = false;
    search.addEventListener("input", () => find(tree));
    tree.addEventListener("click", (event) => {
      const toggle = event.target.closest("[data-tree-toggle]");
      if (toggle) foldOne(tree, toggle.closest("[data-section]"));
      else if (event.target.closest("[data-tree-fold-all]")) foldAll(tree);
    });
    if (tree.querySelector("[data-tree-form]")) letDrag(tree);
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.matches("[data-section-tree]")) forgetStyles(event.target);
  });

  // The tree that comes back has no such mark; where none comes, it is taken away.
  const movedBy = (event) => event.detail.requestConfig?.triggeringEvent?.submitter?.closest("[data-section]");
  document.addEventListener("htmx:beforeRequest", (event) => showMoving(movedBy(event), true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.failed) document.querySelectorAll(".is-moving").forEach((row) => showMoving(row, false));
  });

  const beginAll = () => document.querySelectorAll("[data-section-tree]").forEach(begin);
  document.addEventListener("htmx:load", beginAll);
  beginAll();
})();
