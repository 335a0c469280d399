// Keys on the page of a paper that came back: J and K go through the changes, A accepts, X refuses.
(() => {
  "use strict";

  const changes = () => [...document.querySelectorAll("[data-change]")];
  let place = -1;

  const go = (step) => {
    const all = changes();
    if (!all.length) return;
    const here = all.indexOf(document.activeElement?.closest("[data-change]"));
    place = Math.min(Math.max((here >= 0 ? here : place) + step, 0), all.length - 1);
    all[place].focus({ preventScroll: true });
    all[place].scrollIntoView({ block: "center" });
  };

  const press = (kind) => {
    const change = document.activeElement?.closest("[data-change]");
    change?.querySelector(`[data-${kind}]`)?.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("textarea, select, input:not([type=radio])")) return;
    const keys = { j: () => go(1), k: () => go(-1), a: () => press("accept"), x: () => press("refuse") };
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("htmx:afterSwap", () => {
    const all = changes();
    const told = document.querySelector("[data-waiting]");
    if (told) told.textContent = all.filter((item) => item.querySelector("[data-refuse]")).length;
    if (place < 0 || place >= all.length) return;
    const next = all.findIndex((item, index) => index >= place && item.querySelector("[data-refuse]"));
    if (next >= 0) place = next;
    all[place].focus({ preventScroll: true });
  });
})();
