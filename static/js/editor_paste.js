// What comes from Word, WPS or a web page is kept as paragraphs: no styles, no bullets, no tabs, no invisible characters.
(() => {
  const editor = window.edusumEditor;
  if (!editor) return;
  const { EditorView } = window.codemirror;
  const LIMIT = Number(editor.form.dataset.limit) || Infinity;

  const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\ufffd]/gu;
  const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/gu;
  const BLANKS = /[\t \u00a0\u2000-\u200a\u202f\u205f]+/gu;
  const BULLET = /^(?:[\ue000-\uf8ff•·●○◦■□▪▫◆◇★☆➢➤►▶✓✔]|[-–—*o§Ø][\t\u00a0 ])[\t \u00a0\u3000]*/u;
  const NUMBER = /^((?:[(（]?[0-9]{1,2}[.．、)）]|[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]))[\t \u00a0\u3000]+/u;
  const BETWEEN_HANZI = /([\p{Script=Han}，。；：、！？（）“”]) (?=[\p{Script=Han}，。；：、！？（）“”])/gu;
  const TOKEN = /\{\{[^{}\n]*\}\}/gu;

  const paragraph = (line) =>
    line
      .replace(/^[\t \u00a0\u3000]+|[\t \u00a0\u3000]+$/gu, "")
      .replace(BULLET, "")
      .replace(NUMBER, "$1")
      .replace(/[\ue000-\uf8ff]/gu, "")
      .replace(BLANKS, " ")
      .trim();

  // The paragraphs of what was copied, one a line; blanks between hanzi that only laid out a page go too.
  const cleaned = (text) => {
    const tokens = [];
    const kept = text.replace(TOKEN, (token) => `\u0001${tokens.push(token) - 1}\u0002`);
    const lines = kept.replace(INVISIBLE, "").split(/\r\n|[\n\r\u000b\u000c\u0085\u2028\u2029]/u);
    return lines
      .map((line) => (line.includes("\t") && /\S\t+\S/u.test(line.trim()) ? paragraph(line) : paragraph(line).replace(BETWEEN_HANZI, "$1")))
      .filter(Boolean)
      .join("\n")
      .replace(/\u0001(\d+)\u0002/gu, (_, place) => tokens[Number(place)])
      .replace(CONTROL, "");
  };

  // Where a program gives no plain text: the paragraphs of its page, which is read and never shown.
  const BLOCKS = "p,div,li,tr,h1,h2,h3,h4,h5,h6,blockquote,pre";
  const fromPage = (source) => {
    const page = new DOMParser().parseFromString(source, "text/html");
    page.querySelectorAll("style,script,title,head").forEach((part) => part.remove());
    page.querySelectorAll("td,th").forEach((cell) => cell.after("\t"));
    page.querySelectorAll("br").forEach((end) => end.replaceWith("\u2028"));
    page.querySelectorAll(BLOCKS).forEach((block) => block.after("\u2028"));
    return (page.body.textContent ?? "").replace(/[\n\r]+/gu, " ");
  };

  const put = (view, text, place) => {
    const words = cleaned(text);
    const { main } = view.state.selection;
    const { from, to } = place ?? main;
    const total = view.state.doc.length - (to - from) + words.length;
    if (total > LIMIT) {
      editor.note(`没有放入：粘贴的文字有 ${words.length} 字，放入后本节共 ${total} 字，最多 ${LIMIT} 字。请分几节粘贴。`, true);
      return;
    }
    view.dispatch({ changes: { from, to, insert: words }, selection: { anchor: from + words.length }, userEvent: "input.paste", scrollIntoView: true });
    const count = words ? words.split("\n").length : 0;
    editor.note(count > 1 ? `已粘贴 ${count} 段，只保留了文字和分段。` : "");
  };

  const carried = (data) => {
    const plain = data?.getData("text/plain");
    if (plain) return plain;
    const page = data?.getData("text/html");
    return page ? fromPage(page) : "";
  };

  editor.cleaned = cleaned;
  editor.extensions.push(
    EditorView.domEventHandlers({
      paste(event, view) {
        const text = carried(event.clipboardData);
        if (!text) {
          if (event.clipboardData?.files.length) editor.note("这里只能放文字；图表请用下面的“添加表格、图表”。", true);
          return Boolean(event.clipboardData?.files.length);
        }
        event.preventDefault();
        put(view, text);
        return true;
      },
      drop(event, view) {
        const isOwn = view.dom.contains(document.activeElement) && event.dataTransfer?.effectAllowed === "copyMove";
        const text = isOwn ? "" : carried(event.dataTransfer);
        if (!text) return false;
        event.preventDefault();
        const place = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.selection.main.head;
        put(view, text, { from: place, to: place });
        return true;
      },
    }),
  );
})();
