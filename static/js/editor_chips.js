// Figure tokens as chips with what they print. A chip is one step for the cursor: the arrows choose it, and then Enter, as
// a click at once, offers other ways to write the figure; Delete takes it away, and copying gives its token.
// After a click the cursor stands behind the chip, so that one can write on.
(() => {
  const editor = window.edusumEditor;
  if (!editor) return;
  const { Decoration, EditorSelection, EditorView, Prec, RangeSet, StateEffect, StateField, WidgetType, keymap, startCompletion } = window.codemirror;
  const { words } = editor;
  const LONG = 8; // longer chips may go over the end of a line

  const printedAnew = StateEffect.define();
  const openMenu = StateEffect.define(); // {from, to} of a chip

  class Chip extends WidgetType {
    constructor(token, printed, isChosen) {
      super();
      Object.assign(this, { token, printed, isChosen });
    }
    eq(other) {
      return other.token.source === this.token.source && other.printed === this.printed && other.isChosen === this.isChosen;
    }
    toDOM() {
      const chip = document.createElement("span");
      chip.className = "chip cm-chip";
      chip.classList.toggle("chip-gap", Boolean(this.printed?.isGap));
      chip.classList.toggle("is-long", (this.printed?.text.length ?? 0) > LONG);
      chip.classList.toggle("is-chosen", this.isChosen);
      chip.textContent = this.printed?.text ?? this.token.name;
      chip.title = this.printed ? this.printed.title : "正在取数值…";
      chip.dataset.token = this.token.source;
      return chip;
    }
    ignoreEvent() {
      return false;
    }
  }

  const read = (state, menu) => {
    const { main } = state.selection;
    const tokens = words.tokens(state.doc.toString());
    const isChosen = (token) => (!main.empty && main.from <= token.from && main.to >= token.to) || token.from === menu;
    const chips = tokens.map((token) =>
      Decoration.replace({ widget: new Chip(token, words.printed(token.source), isChosen(token)) }).range(token.from, token.to),
    );
    return { tokens, menu, chips: RangeSet.of(chips) };
  };

  const field = StateField.define({
    create: (state) => read(state, -1),
    update(value, change) {
      const opened = change.effects.find((effect) => effect.is(openMenu));
      const isTouched = change.docChanged || change.selection || change.effects.some((effect) => effect.is(printedAnew));
      if (!opened && !isTouched) return value;
      const menu = opened ? opened.value.from : change.docChanged || change.selection ? -1 : value.menu;
      return read(change.state, menu);
    },
    provide: (self) => [
      EditorView.decorations.from(self, (value) => value.chips),
      EditorView.atomicRanges.of((view) => view.state.field(self).chips),
    ],
  });

  const tokensOf = (state) => state.field(field).tokens;
  const chosen = (state) => {
    const { main } = state.selection;
    return main.empty ? undefined : tokensOf(state).find((token) => token.from === main.from && token.to === main.to);
  };

  const choose = (view, token) => {
    const said = words.printed(token.source);
    view.dispatch({
      selection: EditorSelection.single(token.from, token.to),
      effects: EditorView.announce.of(`指标 ${said ? said.title : token.name}。按回车换一种写法，按删除键删去。`),
      scrollIntoView: true,
      userEvent: "select",
    });
    return true;
  };

  const offer = (view, token) => {
    view.dispatch({ selection: { anchor: token.to }, effects: openMenu.of(token), userEvent: "select" });
    return startCompletion(view);
  };

  const stepTo = (side) => (view) => {
    const { main } = view.state.selection;
    if (!main.empty) return false;
    const token = tokensOf(view.state).find((item) => item[side] === main.head);
    return token ? choose(view, token) : false;
  };

  const asked = (state) => tokensOf(state).find((token) => token.from === state.field(field).menu);

  const takeAway = (view) => {
    const token = asked(view.state);
    if (token) view.dispatch({ changes: { from: token.from, to: token.to }, userEvent: "delete" });
    return Boolean(token);
  };

  const keys = [
    { key: "Delete", run: takeAway },
    { key: "ArrowRight", run: stepTo("from") },
    { key: "ArrowLeft", run: stepTo("to") },
    {
      key: "Enter",
      run(view) {
        const token = chosen(view.state);
        return token ? offer(view, token) : false;
      },
    },
    {
      key: "Escape",
      run(view) {
        const token = chosen(view.state);
        if (token) view.dispatch({ selection: { anchor: token.to } });
        return Boolean(token);
      },
    },
  ];

  const at = (view, target) => {
    const chip = target instanceof Element ? target.closest(".cm-chip") : null;
    if (!chip) return undefined;
    const place = view.posAtDOM(chip);
    return tokensOf(view.state).find((token) => token.from <= place && token.to >= place && token.source === chip.dataset.token);
  };

  const mouse = EditorView.domEventHandlers({
    mousedown(event, view) {
      const token = event.button === 0 && !event.shiftKey ? at(view, event.target) : undefined;
      if (!token) return false;
      event.preventDefault();
      view.focus();
      return offer(view, token);
    },
  });

  editor.chips = {
    // The chip whose other ways of writing are asked for, if any.
    menu: asked,
    tokensOf,
  };
  editor.extensions.push(field, Prec.high(keymap.of(keys)), mouse);
  editor.started = (view) => words.onChange(() => view.dispatch({ effects: printedAnew.of(null) }));
})();
