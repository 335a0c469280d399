// A [data-copy="#id"] button copies the text of that element; [data-copy-state] beside it says so.
(() => {
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  // Browsers give the clipboard only to HTTPS; in an intranet without it the old command still works.
  const copy = async (element) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(element.textContent.trim());
    select(element);
    if (!document.execCommand("copy")) throw new Error("copying is not allowed");
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    const element = document.querySelector(button.dataset.copy);
    const state = button.parentElement.querySelector("[data-copy-state]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(element);
        state.textContent = state.dataset.copyState || "已复制，可以粘贴给本人。";
      } catch {
        select(element);
        state.textContent = "浏览器不让复制，已选中，请按 Ctrl+C。";
      }
    });
  }
})();
