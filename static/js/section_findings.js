// The findings beside the section: their number stands on the tab; a click goes to the words in the editor and selects
// them, and a button puts the right ones there, which can be undone. Without an editor the links lead to the desk.
(() => {
  const panel = document.querySelector("[data-tab='proofreading']");
  if (!panel) return;

  // A session that ended is told where one saves; this check must not lead away from the text
  panel.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status === 401) event.preventDefault();
  });

  const tell = () => {
    const found = panel.querySelectorAll("[data-counts]:not(.is-mended)").length;
    document.dispatchEvent(new CustomEvent("edusum:tab-count", { detail: { tab: "proofreading", count: found || "" } }));
  };

  // The words as they are printed, and of each of their characters the place where it is typed
  const printed = (editor) => {
    const text = editor.view.state.doc.toString();
    const places = [];
    let out = "";
    const add = (words, from, to) => {
      for (let at = 0; at < words.length; at += 1) places.push(to === undefined ? [from + at, from + at + 1] : [from, to]);
      out += words;
    };
    let last = 0;
    for (const token of editor.words.tokens(text)) {
      add(text.slice(last, token.from), last);
      add(editor.words.printed(token.source)?.text ?? "", token.from, token.to);
      last = token.to;
    }
    add(text.slice(last), last);
    return { out, places, end: text.length };
  };

  const alike = (one, other) => {
    let count = 0;
    while (count < one.length && count < other.length && one[one.length - 1 - count] === other[other.length - 1 - count]) count += 1;
    return count;
  };

  // Where they stand now; of several places the one behind the same words. Null if they are there no more.
  const placeOf = (editor, words, before) => {
    const { out, places, end } = printed(editor);
    const needle = words || before;
    let best = null;
    for (let at = needle ? out.indexOf(needle) : -1; at >= 0; at = out.indexOf(needle, at + 1)) {
      const likeness = alike(out.slice(Math.max(0, at - before.length), at), before);
      if (!best || likeness > best.likeness) best = { at, likeness };
    }
    if (!best) return null;
    if (words) return { from: places[best.at][0], to: places[best.at + words.length - 1][1] };
    const behind = best.at + before.length;
    const from = behind < places.length ? places[behind][0] : end;
    return { from, to: from };
  };

  const show = (editor, { from, to }) => {
    document.getElementById("id_text").edusum.focus();
    editor.view.dispatch({ selection: { anchor: from, head: to }, effects: window.codemirror.EditorView.scrollIntoView(from, { y: "center" }) });
  };

  const GONE = "编辑框里已经没有这几个字了，保存后会重新核对。";

  const mend = (editor, button) => {
    const { fix, find, before } = button.dataset;
    const place = placeOf(editor, find, before);
    const isFigure = place && editor.words.tokens(editor.view.state.doc.toString()).some((token) => token.from < place.to && place.from < token.to);
    if (!place || isFigure) {
      editor.note(GONE, true);
      return;
    }
    const { isolateHistory } = window.codemirror;
    editor.view.dispatch({ changes: { ...place, insert: fix }, annotations: isolateHistory.of("full"), userEvent: "input.link" });
    show(editor, { from: place.from, to: place.from + fix.length });
    button.closest("[data-finding]").classList.add("is-mended");
    editor.note(fix ? `已改为“${fix}”，按 Ctrl+Z 可以撤回。` : `已删去“${find}”，按 Ctrl+Z 可以撤回。`);
    tell();
  };

  panel.addEventListener("click", (event) => {
    const target = event.target.closest("[data-find]");
    const editor = window.edusumEditor;
    if (!target || !editor?.view || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (target.matches("[data-fix]")) {
      mend(editor, target);
      return;
    }
    const place = placeOf(editor, target.dataset.find, target.dataset.before);
    if (place) show(editor, place);
    else editor.note(GONE, true);
  });

  document.addEventListener("htmx:load", (event) => panel.contains(event.target) && tell());
})();
