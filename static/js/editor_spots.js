// Places where a typed number equals or contradicts a figure, or where last year's number or year still stands,
// and what proofreading finds. They are underlined; a click or Ctrl+. says why and offers the figure or the
// mended words instead. Nothing is changed by itself.
(() => {
  const editor = window.edusumEditor;
  const address = editor?.form.dataset.spots;
  if (!address) return;
  const { Decoration, EditorView, Prec, RangeSet, StateEffect, StateField, ViewPlugin, keymap, showTooltip } = window.codemirror;
  const PAUSE = 900;

  const found = StateEffect.define();
  const opened = StateEffect.define(); // the spot that is explained, or null

  const field = StateField.define({
    create: () => ({ spots: [], open: null }),
    update(value, change) {
      let { spots, open } = value;
      if (change.docChanged) {
        spots = spots.filter((spot) => !change.changes.touchesRange(spot.start, spot.end));
        spots = spots.map((spot) => ({ ...spot, start: change.changes.mapPos(spot.start, 1), end: change.changes.mapPos(spot.end, -1) }));
        open = null;
      }
      if (change.selection) open = null;
      for (const effect of change.effects) {
        if (effect.is(found)) spots = effect.value;
        if (effect.is(opened)) open = effect.value;
      }
      return spots === value.spots && open === value.open ? value : { spots, open };
    },
    provide: (self) => [
      EditorView.decorations.from(self, ({ spots }) =>
        RangeSet.of(spots.map((spot) => Decoration.mark({ class: `cm-spot is-${spot.kind}`, attributes: { title: `${spot.words}（Ctrl+. 处理）` } }).range(spot.start, spot.end)), true),
      ),
      showTooltip.from(self, ({ open }) => open && { pos: open.start, end: open.end, above: false, create: (view) => ({ dom: explained(view, open) }) }),
    ],
  });

  const close = (view) => {
    view.dispatch({ effects: opened.of(null) });
    view.focus();
  };

  const put = (view, spot, text) => {
    view.dispatch({ changes: { from: spot.start, to: spot.end, insert: text }, selection: { anchor: spot.start + text.length }, userEvent: "input.link" });
    view.focus();
  };

  const button = (text, look, act) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = `btn btn-sm ${look}`;
    element.textContent = text;
    element.addEventListener("click", act);
    return element;
  };

  const explained = (view, spot) => {
    const box = document.createElement("div");
    box.className = "cm-spot-box";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "这里要核对");
    const words = document.createElement("p");
    words.textContent = spot.words;
    const acts = document.createElement("div");
    acts.className = "cm-spot-acts";
    const choices = spot.choices?.length ? spot.choices : spot.token ? [{ token: spot.token, label: "" }] : [];
    for (const choice of choices) {
      const isFigure = choice.token.startsWith("{{") && !spot.links;
      const printed = choice.printed ?? editor.words.printed(choice.token)?.text ?? "";
      acts.append(button(isFigure ? `换成指标 ${printed}` : choice.label || `改为 ${choice.token}`, "btn-outline-secondary", () => put(view, spot, choice.token)));
    }
    for (const { label, url } of spot.links ?? []) {
      const link = document.createElement("a");
      link.className = "btn btn-sm btn-link";
      link.href = url;
      link.textContent = label;
      acts.append(link);
    }
    acts.append(
      button("不用改", "btn-link", () => {
        view.dispatch({ effects: found.of(view.state.field(field).spots.filter((item) => item !== spot)) });
        ignored.add(nameOf(view.state, spot));
        close(view);
      }),
    );
    box.append(words, acts);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close(view);
    });
    return box;
  };

  const ignored = new Set(); // what one has decided to leave, until the page is left
  const nameOf = (state, spot) => `${spot.kind} ${state.sliceDoc(Math.max(0, spot.start - 8), spot.end)}`;

  const open = (view, spot) => {
    view.dispatch({ selection: { anchor: spot.end }, scrollIntoView: true });
    view.dispatch({ effects: [opened.of(spot), EditorView.announce.of(spot.words)] });
    return true;
  };

  const next = (view) => {
    const { spots, open: standing } = view.state.field(field);
    const { head } = view.state.selection.main;
    const here = standing ? undefined : spots.find((spot) => spot.start <= head && spot.end >= head);
    const spot = here ?? spots.find((item) => item.start > head) ?? spots[0];
    if (!spot) {
      editor.note("没有要核对的地方。");
      return true;
    }
    open(view, spot);
    setTimeout(() => view.dom.querySelector(".cm-spot-box button")?.focus(), 50);
    return true;
  };

  const asked = async (url, typed) => {
    if (!url) return [];
    try {
      const answer = await editor.post(url, new URLSearchParams(typed));
      return answer.ok ? (await answer.json()).spots : [];
    } catch {
      return []; // without the server nothing is marked
    }
  };

  const HAS_NUMBER = /[0-9０-９一二三四五六七八九十百千万亿]/u;

  // Numbers and years first; a finding about the same words would say it twice.
  const all = async (text) => {
    const { findings, heading, runIn } = editor.form.dataset;
    const [numbers, found] = await Promise.all([
      HAS_NUMBER.test(text) ? asked(address, { text }) : [],
      asked(findings, { text, heading, run_in: runIn ?? "" }),
    ]);
    const isNew = (spot) => !numbers.some((item) => item.kind !== "equal" && item.start < spot.end && spot.start < item.end);
    return [...numbers, ...found.filter((spot) => spot.end > spot.start && isNew(spot))].sort((one, other) => one.start - other.start);
  };

  const look = ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.view = view;
        this.timer = setTimeout(() => this.ask(), 300);
      }
      update(update) {
        if (!update.docChanged) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), PAUSE);
      }
      async ask() {
        const { view } = this;
        if (view.composing) {
          this.timer = setTimeout(() => this.ask(), PAUSE);
          return;
        }
        const { doc } = view.state;
        const spots = await all(doc.toString());
        if (view.state.doc !== doc) return; // more was typed meanwhile: it asks again
        view.dispatch({ effects: found.of(spots.filter((spot) => spot.end <= doc.length && !ignored.has(nameOf(view.state, spot)))) });
      }
      destroy() {
        clearTimeout(this.timer);
      }
    },
  );

  const mouse = EditorView.domEventHandlers({
    click(event, view) {
      if (!(event.target instanceof Element) || !event.target.closest(".cm-spot")) return false;
      const place = view.posAtCoords({ x: event.clientX, y: event.clientY });
      const spot = view.state.field(field).spots.find((item) => item.start <= place && item.end >= place);
      if (spot) setTimeout(() => open(view, spot));
      return false;
    },
  });

  editor.extensions.push(field, look, mouse, Prec.high(keymap.of([{ key: "Mod-.", run: next }])));
})();
