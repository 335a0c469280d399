// Puts last year's text, with this year's figures, into the editor of the section; closes its preview.
(() => {
  const text = document.getElementById("id_text");

  const use = (preview) => {
    const base = preview.querySelector("[data-base-text]").value;
    const told = preview.querySelector("[data-base-told]");
    if (text.edusum?.setText) {
      text.edusum.setText(base);
    } else {
      text.value = base;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    told.textContent = "已放进编辑框，请核对后保存；要退回原来的文字，在编辑框里按 Ctrl+Z。";
    (document.querySelector(".editor-box .cm-content") ?? text).focus();
  };

  document.addEventListener("click", (event) => {
    const preview = event.target.closest("[data-base-preview]");
    if (!preview) return;
    if (event.target.closest("[data-base-use]") && text) use(preview);
    if (event.target.closest("[data-base-close]")) {
      preview.replaceChildren();
      document.querySelector("[hx-target='#side-base']")?.focus();
    }
  });
})();
