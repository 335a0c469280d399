// Details that lie over the page (.tip) close with Esc, and when one presses beside them.
(() => {
  const close = (except) => {
    for (const tip of document.querySelectorAll(".tip[open]")) if (tip !== except) tip.open = false;
  };

  document.addEventListener("click", (event) => close(event.target.closest(".tip")));
  document.addEventListener("keydown", (event) => {
    const tip = event.key === "Escape" && event.target.closest?.(".tip[open]");
    if (tip) tip.querySelector("summary").focus();
    if (event.key === "Escape") close();
  });
})();
