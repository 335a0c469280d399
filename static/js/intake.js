// The old text and what was understood of it ([data-intake]): a click in one shows the place in the other, and fetches it
// where a long paper has it on another page. Arrow keys go from one figure's tick to the next. What is struck out at the
// right loses its colour at the left.
(() => {
  const frame = document.querySelector("[data-intake]");
  if (!frame) return;
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const lists = { q: "#figures", h: "#outline", f: "#findings", r: "#residue" };

  const show = (target) => {
    const panel = target.closest("[role=tabpanel]");
    if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby"))?.click();
    target.scrollIntoView({ block: "center", behavior: reduced ? "auto" : "smooth" });
    for (const lit of frame.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
    target.classList.add("is-lit");
    const next = target.matches("a") ? target : target.querySelector("a, button");
    next?.focus({ preventScroll: true });
  };

  const fetched = async (id) => {
    const key = id.replace(/^at-/, "");
    const list = id === key ? lists[key[0]] : "#old-text";
    await htmx.ajax("GET", `${frame.dataset.intake}?at=${key}`, { target: list, select: list, swap: "outerHTML" });
    return document.getElementById(id);
  };

  frame.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href*='#']");
    const id = link?.hash.slice(1);
    if (!/^(at-)?[qhfr]\d+$/.test(id) || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("hx-get")) return;
    event.preventDefault();
    const target = document.getElementById(id) ?? (await fetched(id));
    if (!target) return;
    history.replaceState(null, "", `${frame.dataset.intake}?at=${id.replace(/^at-/, "")}#${id}`);
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
    const elsewhere = Number(document.getElementById(name)?.dataset.elsewhere ?? 0);
    if (count) count.textContent = elsewhere + frame.querySelectorAll(selector).length;
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    const pager = event.detail.requestConfig?.elt?.closest(".intake-pager");
    if (pager) (document.getElementById(event.detail.target.id) ?? frame).closest(".card").scrollTop = 0;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    for (const row of frame.querySelectorAll("#figures tbody tr, .intake-outline li")) {
      document.getElementById(`at-${row.id}`)?.classList.toggle("is-out", row.classList.contains("is-out"));
    }
    recount("figures", "#figures tbody tr:not(.is-out)");
    recount("outline", ".intake-outline li:not(.is-out)");
    if (!frame.contains(event.target) && !event.target.classList?.contains("intake-open")) return;
    document.querySelector(".intake-open input:not([type=hidden])")?.focus();
  });

  const refused = frame.querySelector(".intake-add .is-invalid");
  if (refused) show(refused.closest(".intake-add"));
  refused?.focus({ preventScroll: true });

  const told = location.hash && document.getElementById(location.hash.slice(1));
  if (told && frame.contains(told)) show(told);
})();
