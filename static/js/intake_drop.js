// A [data-drop] form takes files, and folders, that are dropped on it: they go into its [data-drop-files] field.
(() => {
  for (const form of document.querySelectorAll("[data-drop]")) {
    const field = form.querySelector("[data-drop-files]");
    const state = form.querySelector("[data-drop-state]");
    const tell = () => {
      const names = [...field.files].map((file) => file.name);
      state.textContent = names.length > 1 ? `已选 ${names.length} 个文件：${names.slice(0, 3).join("、")}${names.length > 3 ? " 等" : ""}` : names.length ? `已选 ${names[0]}` : "";
    };

    const filesOf = async (entry) => {
      if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
      const reader = entry.createReader();
      const found = [];
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) return found;
        for (const inner of some) found.push(...(await filesOf(inner)));
      }
    };

    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
    form.addEventListener("dragleave", (event) => {
      if (!form.contains(event.relatedTarget)) form.classList.remove("is-over");
    });
    form.addEventListener("drop", async (event) => {
      event.preventDefault();
      form.classList.remove("is-over");
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      const plain = [...event.dataTransfer.files];
      const files = entries.length ? (await Promise.all(entries.map(filesOf))).flat() : plain;
      if (!files.length) return;
      const all = new DataTransfer();
      for (const file of files) if (!file.name.startsWith(".") && !file.name.startsWith("~$")) all.items.add(file);
      field.files = all.files;
      field.dispatchEvent(new Event("change"));
    });
    field.addEventListener("change", tell);
  }
})();
