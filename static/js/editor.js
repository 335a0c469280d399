// The section editor: CodeMirror in place of the text box, which stays the field of the form and is always in step.
// `textarea.edusum` reaches the text: {text, setText, change, insert, focus, isComposing}; each change is an `input` of the box.
(() => {
  const editor = window.edusumEditor;
  const box = document.getElementById("id_text");
  if (!editor || !box || box.readOnly) return;
  const { EditorState, EditorView, defaultKeymap, drawSelection, history, historyKeymap, isolateHistory, keymap, Transaction } = window.codemirror;
  const { form, words } = editor;
  const nonce = document.currentScript.nonce;
  const note = form.querySelector("[data-editor-note]");

  editor.note = (text, isWarning = false) => {
    if (!note) return;
    note.textContent = text;
    note.hidden = !text;
    note.classList.toggle("message-warning", isWarning);
  };

  const inWords = {
    Completions: "可以放入的指标",
    "Selection deleted": "已删去所选文字",
    "Selection copied": "已复制",
  };

  // How long the text is, against what the template suggests
  const counter = form.querySelector("[data-count]");
  const told = () => {
    if (!counter) return;
    const { least, most } = counter.dataset;
    const count = words.count(box.value);
    const over = most && count > Number(most) ? count - Number(most) : 0;
    counter.classList.toggle("is-over", over > 0);
    counter.textContent = `${count} 字${most ? `，建议 ${least}–${most} 字` : ""}${over ? `，多 ${over} 字` : ""}`;
  };

  const typed = (isComposing) => {
    box.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing }));
    told();
  };

  const inStep = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    box.value = update.state.doc.toString();
    typed(update.view.composing);
  });

  // Typing over several paragraphs: the browser would join them with a style of its own, which the site does not allow
  const overLines = EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { main } = view.state.selection;
      const isWords = event.inputType === "insertText" && event.data !== null && !view.composing && !event.isComposing;
      if (!isWords || view.state.doc.lineAt(main.from).to >= main.to) return false;
      event.preventDefault();
      view.dispatch({ ...view.state.replaceSelection(event.data), userEvent: "input.type", scrollIntoView: true });
      return true;
    },
  });

  // The foot stays on the screen, over the end of a text that goes on below it
  const foot = form.querySelector(":scope > .editor-foot");
  const covered = ({ bottom }) => (foot ? Math.max(0, Math.min(foot.offsetHeight, bottom - foot.getBoundingClientRect().top)) : 0);

  const label = form.querySelector(`label[for="${box.id}"]`);
  const attributes = {
    "aria-labelledby": "section-title text-label",
    "aria-describedby": ["editor-help", box.getAttribute("aria-describedby")].filter(Boolean).join(" "),
    lang: "zh-CN",
    spellcheck: "false",
    ...(box.classList.contains("is-invalid") ? { "aria-invalid": "true" } : {}),
  };

  const view = new EditorView({
    state: EditorState.create({
      doc: box.value,
      extensions: [
        nonce ? EditorView.cspNonce.of(nonce) : [],
        EditorState.phrases.of(inWords),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of(attributes),
        EditorView.scrollMargins.of((view) => ({ bottom: covered(view.scrollDOM.getBoundingClientRect()) })),
        history(),
        drawSelection(),
        editor.extensions,
        inStep,
        overLines,
        keymap.of([...historyKeymap, ...defaultKeymap]),
      ],
    }),
  });
  const host = document.createElement("div");
  host.className = "editor-box";
  host.classList.toggle("is-invalid", box.classList.contains("is-invalid"));
  host.append(view.dom);
  box.after(host);
  box.hidden = true;
  if (label) {
    label.id = "text-label";
    label.classList.add("visually-hidden"); // the heading above says it
    label.removeAttribute("for");
    label.addEventListener("click", () => view.focus());
  }
  editor.view = view;
  editor.started(view);
  words.onChange(told);
  told();

  // The part of the text that differs, so that the cursor, the marks and the undo steps of the rest stay
  const difference = (old, text) => {
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
    let end = 0;
    while (end < old.length - from && end < text.length - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    return { from, to: old.length - end, insert: text.slice(from, text.length - end) };
  };

  const reveal = () => host.closest("details")?.setAttribute("open", "");

  box.edusum = {
    text: () => view.state.doc.toString(),
    setText(text) {
      const old = view.state.doc.toString();
      const plain = text.replace(/\r\n?/g, "\n");
      if (plain === old) return;
      view.dispatch({ changes: difference(old, plain), annotations: isolateHistory.of("full"), userEvent: "input.replace" });
    },
    // What another person wrote: no step of one's own to undo
    change(places) {
      view.dispatch({ changes: places, annotations: Transaction.addToHistory.of(false), userEvent: "input.merge" });
    },
    insert(text) {
      reveal();
      view.focus();
      view.dispatch({ ...view.state.replaceSelection(text), userEvent: "input.insert", scrollIntoView: true });
    },
    focus() {
      reveal();
      view.focus();
    },
    isComposing: () => view.composing,
  };

  // The paper below is worked out only while somebody looks at it
  const paper = document.querySelector("[data-paper]");
  if (paper) {
    let waiting = 0;
    const show = () => paper.open && document.getElementById("section-paper").dispatchEvent(new CustomEvent("edusum:look", { bubbles: true }));
    if (!paper.hasAttribute("data-paper-first")) paper.open = false;
    paper.addEventListener("toggle", show);
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 600);
    });
  }
})();
