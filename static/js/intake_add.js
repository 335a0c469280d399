// Words selected in the old text become a figure or a heading: two buttons beside them fill the form for it in.
(() => {
  const text = document.querySelector("[data-intake] .intake-text");
  if (!text) return;
  const forms = { figure: ["figure-add", "id_figure-"], heading: ["heading-add", "id_"] };
  const bar = document.createElement("div");
  bar.className = "intake-pick";
  bar.hidden = true;
  for (const [kind, called] of [["figure", "记为数据"], ["heading", "记为标题"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary btn-sm";
    button.textContent = called;
    button.addEventListener("click", () => take(kind));
    bar.append(button);
  }
  text.append(bar);
  let picked = null;

  // The words and where they stand in the whole text, in characters as Python counts them.
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const line = (range.startContainer.parentElement ?? text).closest(".old-line");
    if (!line || !text.contains(line)) return null;
    const within = document.createRange();
    within.selectNodeContents(line);
    if (range.compareBoundaryPoints(Range.END_TO_END, within) > 0) range.setEnd(within.endContainer, within.endOffset);
    const raw = range.toString();
    const words = raw.trim();
    if (!words) return null;
    within.setEnd(range.startContainer, range.startOffset);
    const before = within.toString() + raw.slice(0, raw.length - raw.trimStart().length);
    return { words, start: Number(line.dataset.start) + [...before].length, place: range.getBoundingClientRect() };
  };

  const take = (kind) => {
    if (!picked) return;
    const [id, prefix] = forms[kind];
    const details = document.getElementById(id);
    const panel = details.closest("[role=tabpanel]");
    if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby"))?.click();
    details.open = true;
    const field = (name) => document.getElementById(`${prefix}${name}`);
    field("text").value = picked.words;
    field("start").value = picked.start;
    details.scrollIntoView({ block: "center" });
    (field("label") ?? field("level")).focus();
    bar.hidden = true;
  };

  document.addEventListener("selectionchange", () => {
    const found = selected();
    bar.hidden = !found;
    if (!found) return;
    picked = found;
    const frame = text.getBoundingClientRect();
    bar.style.top = `${found.place.bottom - frame.top + text.scrollTop + 6}px`;
    bar.style.left = `${Math.max(8, Math.min(found.place.left - frame.left, frame.width - 190))}px`;
  });

  for (const [id, prefix] of Object.values(forms)) {
    document.querySelector(`#${id} #${prefix}text`)?.addEventListener("input", () => {
      document.getElementById(`${prefix}start`).value = "";
    });
  }
})();
