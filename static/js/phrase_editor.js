// The list of words below the phrases: filters by typing, and puts a word into the phrase edited last.
// Errors that the server told with the page are gone once the phrases have been looked at anew.
(() => {
  const help = document.querySelector("[data-phrase-help]");
  if (!help) return;
  let phrase = null;

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-phrase]")) phrase = event.target;
  });

  const search = (wanted) => {
    for (const word of help.querySelectorAll("[data-word]")) {
      word.hidden = !word.dataset.word.toLowerCase().includes(wanted);
    }
    for (const group of help.querySelectorAll("[data-word-group]")) {
      group.hidden = !group.querySelector("[data-word]:not([hidden])");
    }
  };
  help.addEventListener("input", (event) => {
    event.stopPropagation(); // no phrase was touched
    if (event.target.matches("[data-phrase-search]")) search(event.target.value.trim().toLowerCase());
  });
  help.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-phrase-search]")) event.preventDefault();
  });

  const firstPhrase = () =>
    [...document.querySelectorAll("[data-phrase]")].find((field) => !field.closest(".empty-form"));

  help.addEventListener("click", (event) => {
    const name = event.target.dataset.insert;
    const field = phrase?.isConnected ? phrase : firstPhrase();
    if (!name || !field) return;
    field.focus();
    field.setRangeText(`{{ ${name} }}`, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    event.target.closest(".phrase")?.querySelectorAll(".phrase-text > .errorlist").forEach((list) => list.remove());
  });
})();
