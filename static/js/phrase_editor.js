// The list of metrics beside the phrases: filters by typing, and puts a name into the phrase edited last.
(() => {
  const help = document.querySelector("[data-phrase-help]");
  if (!help) return;
  const search = help.querySelector("[data-phrase-search]");
  let phrase = null;

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-phrase]")) phrase = event.target;
  });

  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const word of help.querySelectorAll("[data-word]")) {
      word.hidden = !word.dataset.word.toLowerCase().includes(wanted);
    }
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });

  const firstPhrase = () =>
    [...document.querySelectorAll("[data-phrase]")].find((field) => !field.closest(".empty-form"));

  help.addEventListener("click", (event) => {
    const { insert: name, insertText } = event.target.dataset;
    const text = insertText || (name && `{{ ${name} }}`);
    const field = phrase || firstPhrase();
    if (!text || !field) return;
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
