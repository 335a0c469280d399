// A [data-proof-drop] form takes one file that is chosen, dropped on it, or pasted on the page, and sends it at once: nothing has to be set up. A year that stands there goes along.
(() => {
  const form = document.querySelector("[data-proof-drop]");
  if (!form) return;
  const field = form.querySelector("[data-proof-file]");
  const state = form.querySelector("[data-proof-state]");
  const send = () => {
    if (!field.files.length) return;
    state.textContent = `正在读“${field.files[0].name}”……`;
    form.requestSubmit();
  };
  const take = (files) => {
    const file = [...files].find((one) => !one.name.startsWith(".") && !one.name.startsWith("~$"));
    if (!file) return;
    const one = new DataTransfer();
    one.items.add(file);
    field.files = one.files;
    if (files.length > 1) state.textContent = "一次核对一份，先核对第一份。";
    send();
  };

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("is-over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    take(event.dataTransfer.files);
  });
  field.addEventListener("change", send);
  document.addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea")) return;
    if (event.clipboardData.files.length) {
      take(event.clipboardData.files);
      return;
    }
    const text = event.clipboardData.getData("text/plain");
    if (!text.trim()) return;
    form.querySelector("details").open = true;
    const box = form.querySelector("textarea");
    box.value = text;
    box.focus();
  });
})();
