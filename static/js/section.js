// Writing a section in the bare text box: grows with the text, takes what [data-insert] offers, says what is not saved.
// `textarea.edusum` is how other scripts reach the text; editor.js puts an editor with figures in its place.
(() => {
  const box = document.getElementById("id_text");
  const form = document.getElementById("section-form");
  if (!box || !form || box.readOnly) return;
  const state = form.querySelector("[data-typed-state]");
  const standing = box.value;

  const grow = () => {
    box.rows = Math.min(40, Math.max(8, box.value.split("\n").reduce((sum, line) => sum + Math.ceil((line.length + 1) / 34), 1)));
  };
  const typed = () => box.dispatchEvent(new InputEvent("input", { bubbles: true }));

  box.edusum = {
    text: () => box.value,
    setText(text) {
      box.value = text;
      typed();
    },
    // Several places at once ([{from, to, insert}], from the first on), which leave the cursor where it is
    change(places) {
      for (const { from, to, insert } of [...places].reverse()) box.setRangeText(insert, from, to, "preserve");
      typed();
    },
    insert(text) {
      box.focus();
      box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
      typed();
    },
    focus: () => box.focus(),
    isComposing: () => false,
  };

  form.addEventListener("input", (event) => {
    if (event.target !== box) return;
    grow();
    if (state && !document.querySelector("[data-autosave]")) state.textContent = box.value === standing ? "" : "有未保存的改动";
    box.dispatchEvent(new CustomEvent("edusum:typed", { bubbles: true, detail: { text: box.value } }));
  });
  grow();

  // What a refused step asks stands below the text: there the cursor goes, once the page has its height.
  window.addEventListener("load", () => {
    const asked = form.querySelector("[data-asked]");
    asked?.focus();
    asked?.scrollIntoView({ block: "center" });
  });

  const show = (where) => where.querySelectorAll("[data-insert][hidden]").forEach((button) => (button.hidden = false));
  show(document);
  document.addEventListener("htmx:load", (event) => show(event.target));
  document.addEventListener("edusum:shown", (event) => show(event.target));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    box.closest("details")?.setAttribute("open", "");
    box.edusum.insert(button.dataset.insert);
  });
})();
