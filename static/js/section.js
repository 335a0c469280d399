// Writing a section: insert tokens and offered sentences at the cursor, grow with the text, say what is not saved.
(() => {
  const text = document.getElementById("id_text");
  const form = document.getElementById("section-form");
  if (!text || !form || text.readOnly) return;
  const state = form.querySelector("[data-typed-state]");
  const standing = text.value;

  const grow = () => {
    text.rows = Math.min(40, Math.max(8, text.value.split("\n").reduce((sum, line) => sum + Math.ceil((line.length + 1) / 34), 1)));
  };
  const tell = () => {
    if (state) state.textContent = text.value === standing ? "" : "有未保存的改动";
  };
  text.addEventListener("input", () => {
    grow();
    tell();
  });
  grow();

  for (const button of document.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      text.closest("details")?.setAttribute("open", "");
      text.focus();
      text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
