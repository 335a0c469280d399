// A file field with data-file-label gets a button in our words; browsers say theirs in the language of the computer.
(() => {
  "use strict";

  const called = (files) => {
    if (!files.length) return "还没有选择";
    return files.length > 1 ? `已选 ${files.length} 个文件` : `已选 ${files[0].name}`;
  };

  for (const field of document.querySelectorAll("input[type=file][data-file-label]")) {
    const button = document.createElement("label");
    button.className = "btn btn-outline-secondary file-label";
    button.htmlFor = field.id;
    button.textContent = field.dataset.fileLabel;
    const told = document.createElement("span");
    told.className = "small muted file-told";
    const tell = () => (told.textContent = called([...field.files]));
    field.addEventListener("change", tell);
    tell();
    const isToldElsewhere = field.matches("[data-drop-files]");
    field.classList.remove("form-control");
    field.classList.add("visually-hidden");
    field.after(button, ...(isToldElsewhere ? [] : [told]));
  }
})();
