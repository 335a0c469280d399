// A question that unfolds (details.ask): “取消” folds it again, Escape too; what it speaks of (data-opens) unfolds with it.
(() => {
  const foldUp = (ask) => {
    ask.open = false;
    ask.querySelector("summary").focus();
  };

  for (const ask of document.querySelectorAll("details.ask")) {
    const cancel = ask.querySelector("[data-ask-cancel]");
    if (cancel) cancel.hidden = false;
    cancel?.addEventListener("click", () => foldUp(ask));
    ask.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && ask.open) foldUp(ask);
    });
    ask.addEventListener("toggle", () => {
      const told = ask.open && ask.dataset.opens ? document.querySelector(ask.dataset.opens) : null;
      if (told) told.open = true;
    });
  }
})();
