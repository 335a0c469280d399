// Ctrl+S (⌘S) sends the form marked data-save-key, and the browser does not offer to save the page.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const form = document.querySelector("form[data-save-key]");
  if (!form) return;
  event.preventDefault();
  if (!event.repeat && !event.isComposing) form.requestSubmit();
});
