// The desk of findings ([data-proof]): the finding that is open is marked in the paper and brought into view; a click on
// marked words opens their finding. J, K and the arrow keys go through the list.
(() => {
  const frame = document.querySelector("[data-proof]");
  if (!frame) return;
  const list = frame.querySelector(".proof-list");
  const paper = frame.querySelector("[data-proof-paper]");
  const isNarrow = matchMedia("(max-width: 1000px)");
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const finds = () => [...frame.querySelectorAll("[data-find]")];
  const hitsOf = (key) => paper.querySelectorAll(`[data-hit="${key}"]`);

  const mark = (find, behavior = isStill.matches ? "auto" : "smooth") => {
    for (const lit of paper.querySelectorAll(".is-chosen")) lit.classList.remove("is-chosen");
    const hits = hitsOf(find.dataset.find);
    for (const hit of hits) hit.classList.add("is-chosen");
    if (hits.length && !isNarrow.matches) centre(paper, hits[0], behavior);
  };

  // Only the box itself scrolls, never the page around it.
  const centre = (box, part, behavior) => {
    const outer = box.getBoundingClientRect();
    const inner = part.getBoundingClientRect();
    if (inner.top > outer.top + 60 && inner.bottom < outer.bottom - 60) return;
    box.scrollBy({ top: inner.top - outer.top - outer.height / 3, behavior });
  };

  const open = (find, isFocused = false) => {
    for (const other of finds()) if (other !== find) other.open = false;
    find.open = true;
    const fold = find.closest("details.proof-gaps");
    if (fold) fold.open = true;
    if (isNarrow.matches) find.scrollIntoView({ block: "start", behavior: isStill.matches ? "auto" : "smooth" });
    else centre(list, find, "auto");
    if (isFocused) find.querySelector("summary").focus({ preventScroll: true });
  };

  for (const find of finds()) find.addEventListener("toggle", () => find.open && mark(find));

  frame.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const hit = event.target.closest("[data-hit]");
    if (hit) {
      const find = document.getElementById(`find-${hit.dataset.hit}`);
      if (!find) return;
      event.preventDefault();
      open(find, true);
      return;
    }
    const line = event.target.closest("[data-line]");
    const there = line && document.querySelector(line.getAttribute("href"));
    if (there) {
      event.preventDefault();
      for (const lit of paper.querySelectorAll(".is-other")) lit.classList.remove("is-other");
      there.classList.add("is-other");
      if (isNarrow.matches) there.scrollIntoView({ block: "center", behavior: isStill.matches ? "auto" : "smooth" });
      else centre(paper, there, isStill.matches ? "auto" : "smooth");
      return;
    }
    const see = event.target.closest("[data-see]");
    if (see) {
      event.preventDefault();
      const first = hitsOf(see.closest("[data-find]").dataset.find)[0];
      first?.scrollIntoView({ block: "center", behavior: isStill.matches ? "auto" : "smooth" });
      return;
    }
    const cancel = event.target.closest("[data-find-cancel]");
    if (cancel) {
      event.preventDefault();
      const find = cancel.closest("[data-find]");
      cancel.closest(".find-act").replaceChildren();
      find.querySelector("summary").focus();
    }
  });

  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.target.closest("form.find-form")?.querySelector("[data-find-cancel]")?.click();
  });

  document.addEventListener("keydown", (event) => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = document.activeElement;
    if (at !== document.body && !list.contains(at)) return;
    if (at.closest("input, textarea, select, form.find-form")) return;
    const all = finds();
    const next = all[all.findIndex((find) => find.open) + step];
    if (!next) return;
    event.preventDefault();
    open(next, true);
  });

  // On paper every finding of the tab tells its reason; findings of one name would close each other.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = finds().filter((find) => !find.open);
    for (const find of finds()) find.removeAttribute("name");
    for (const find of closed) find.open = true;
  });
  addEventListener("afterprint", () => {
    for (const find of closed) find.open = false;
    for (const find of finds()) find.setAttribute("name", "find");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!event.target.classList?.contains("find-act")) return;
    const field = event.target.querySelector("textarea, input:not([type=hidden]), select");
    field?.focus({ preventScroll: true });
    if (isNarrow.matches) event.target.scrollIntoView({ block: "nearest" });
    else list.scrollBy({ top: Math.max(event.target.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom + 12, 0) });
  });

  const first = frame.querySelector("[data-find][open]");
  if (first) {
    mark(first, "auto");
    centre(list, first, "auto");
    if (isNarrow.matches && new URLSearchParams(location.search).has("at")) first.scrollIntoView({ block: "start" });
  }
})();
