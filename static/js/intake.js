// The old text and what was understood of it ([data-intake]): a click in one shows the place in the other. Arrow keys go
// from one figure's tick to the next. What is struck out at the right loses its colour at the left.
(() => {
  const frame = document.querySelector("[data-intake]");
  if (!frame) return;
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const show = (target) => {
    const panel = target.closest("[role=tabpanel]");
    if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby"))?.click();
    target.scrollIntoView({ block: "center", behavior: reduced ? "auto" : "smooth" });
    for (const lit of frame.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
    target.classList.add("is-lit");
    const next = target.matches("a") ? target : target.querySelector("a, button");
    next?.focus({ preventScroll: true });
  };

  frame.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    show(target);
  });

  frame.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(".tick")) return;
    const ticks = [...frame.querySelectorAll(".tick")];
    const next = ticks[ticks.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  const recount = (name, selector) => {
    const count = document.querySelector(`#tab-${name} .tab-count`);
    if (count) count.textContent = frame.querySelectorAll(selector).length;
  };

  document.addEventListener("htmx:afterSettle", (event) => {
    for (const row of frame.querySelectorAll("#figures tbody tr, .intake-outline li")) {
      document.getElementById(`at-${row.id}`)?.classList.toggle("is-out", row.classList.contains("is-out"));
    }
    recount("figures", "#figures tbody tr:not(.is-out)");
    recount("outline", ".intake-outline li:not(.is-out)");
    if (!frame.contains(event.target) && !event.target.classList?.contains("intake-open")) return;
    document.querySelector(".intake-open input:not([type=hidden])")?.focus();
  });

  const told = location.hash && document.getElementById(location.hash.slice(1));
  if (told && frame.contains(told)) show(told);
})();
