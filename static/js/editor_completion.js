// While one writes: @ or two hanzi of a metric's name offer what can be said of it, and a chip its other ways of writing.
// After @ and at a chip the first offer is chosen; after hanzi nothing is, so that Enter still begins a new line.
(() => {
  const editor = window.edusumEditor;
  if (!editor) return;
  const kit = window.codemirror;
  const { words, chips } = editor;
  const MOST = 30;
  const MOST_AFTER_HANZI = 10;
  const IN_FULL = 3; // metrics of which every way of writing is listed
  const TYPED = /[@＠]([\p{L}\p{N}_（）()]{0,20})$/u;
  const HANZI = /[\p{Script=Han}]{2,16}$/u;

  let isQuiet = false; // started by the end of an input method's composition, not by a person

  const ofSection = new Set(JSON.parse(editor.form.dataset.own || "[]"));
  const names = (metric) => [metric.label, metric.name, ...metric.synonyms];

  // How near a metric is to what was typed: 0 the same; -1 not at all.
  const nearness = (metric, query) => {
    let best = -1;
    names(metric).forEach((name, place) => {
      const found = name.indexOf(query);
      if (found < 0) return;
      const far = (name === query ? 0 : found === 0 ? 1 : 2) + Math.min(place, 3) / 10 + name.length / 1000;
      if (best < 0 || far < best) best = far;
    });
    return best;
  };

  // Of two as near, the section's own come first, then those that have a value.
  const rank = (metric, query) => {
    const far = nearness(metric, query);
    return far < 0 ? far : far + (ofSection.has(metric.name) ? 0 : 0.4) + (metric.variants[0].isGap ? 0.6 : 0);
  };

  const nearest = (metrics, query) =>
    metrics
      .map((metric) => ({ metric, far: query ? rank(metric, query) : 0 }))
      .filter(({ far }) => far >= 0)
      .sort((one, other) => one.far - other.far)
      .map(({ metric }) => metric);

  const ownFirst = (metrics) => [...metrics.filter((metric) => ofSection.has(metric.name)), ...metrics.filter((metric) => !ofSection.has(metric.name))];

  // What has no value yet is called by its name once; what would be put in says 待补 anyway.
  const nameOf = (metric, variant) => (variant.label === "数值" ? metric.label : `${metric.label}${variant.label}`);

  const option = (metric, variant, before = "", between = "") => ({
    label: variant.isGap ? before || nameOf(metric, variant) : `${before}${between}${variant.text}`,
    detail: variant.isGap ? "待补" : before ? between || variant.label : `${metric.label} · ${variant.label}`,
    apply: `${before}${between}${variant.token}`,
    type: variant.isGap ? "gap" : "figure",
  });

  const eachOnce = (options) => [...new Map(options.map((item) => [item.apply, item])).values()];

  // A query may end with the name of a way of writing: 毛入园率同比.
  const withVariant = (metrics, query) => {
    const labels = ["同比", "增减", "增幅", "由到", "上年", "位次", "占比"];
    const label = labels.find((item) => query.endsWith(item) && query.length > item.length);
    if (!label) return [];
    return nearest(metrics, query.slice(0, -label.length)).flatMap((metric) =>
      metric.variants.filter((variant) => variant.label === label || (label === "占比" && variant.label.startsWith("占"))).map((variant) => option(metric, variant)),
    );
  };

  const afterSign = (metrics, query) => {
    const found = query ? nearest(metrics, query) : ownFirst(metrics);
    const isFull = (metric, place) => Boolean(query) && place < IN_FULL && !metric.variants[0].isGap;
    const offers = found.flatMap((metric, place) => metric.variants.slice(0, isFull(metric, place) ? undefined : 1).map((variant) => option(metric, variant)));
    return eachOnce([...offers, ...withVariant(metrics, query)]).slice(0, MOST);
  };

  const afterHanzi = (metrics, typed) => {
    for (let length = typed.length; length >= 2; length -= 1) {
      const query = typed.slice(-length);
      const isMeant = (metric) => names(metric).some((name) => (length > 2 ? name.includes(query) : name.startsWith(query)));
      const found = nearest(metrics.filter(isMeant), query);
      if (!found.length) continue;
      const offers = found.flatMap((metric, place) => {
        const before = names(metric).includes(query) ? query : metric.label;
        const [value, ...others] = metric.variants.filter((variant) => variant.label !== "上年");
        if (value.isGap) return [option(metric, value, before)];
        const said = [option(metric, value, before, "达"), option(metric, value, before)];
        return place ? said.slice(0, 1) : [...said, ...others.map((variant) => option(metric, variant, before))];
      });
      return { length, offers: offers.slice(0, MOST_AFTER_HANZI) };
    }
    return null;
  };

  const result = (from, to, options) => (options.length ? { from, to, options, filter: false } : null);

  const source = async (context) => {
    const wasQuiet = isQuiet;
    isQuiet = false;
    const { state, pos, view } = context;
    if (view.composing) return null;
    const line = state.doc.lineAt(pos);
    const before = state.sliceDoc(line.from, pos);
    const isAsked = context.explicit && !wasQuiet;
    const chip = isAsked ? chips.menu(state) : undefined;
    const sign = before.match(TYPED);
    const hanzi = before.match(HANZI);
    if (!chip && !sign && !hanzi && !isAsked) return null;
    const metrics = await words.load();
    editor.offersAfterHanzi = !chip && !sign && !isAsked;
    if (chip) {
      const metric = metrics.find((item) => item.name === chip.name);
      return metric ? result(chip.from, chip.to, metric.variants.map((variant) => option(metric, variant))) : null;
    }
    if (sign) return result(pos - sign[0].length, pos, afterSign(metrics, sign[1]));
    const found = hanzi && afterHanzi(metrics, hanzi[0]);
    if (found) return result(pos - found.length, pos, found.offers);
    return isAsked ? result(pos, pos, afterSign(metrics, "")) : null;
  };

  const isOpen = (view) => kit.completionStatus(view.state) === "active";
  const accept = (isFirstMeant) => (view) => {
    if (!isOpen(view)) return false;
    if (kit.selectedCompletionIndex(view.state) === null) {
      if (!isFirstMeant) {
        kit.closeCompletion(view);
        return false;
      }
      view.dispatch({ effects: kit.setSelectedCompletion(0) });
    }
    return kit.acceptCompletion(view);
  };
  const whenOpen = (command) => (view) => isOpen(view) && command(view);

  const keys = [
    { key: "Enter", run: accept(false) },
    { key: "Tab", run: accept(true) },
    { key: "ArrowDown", run: whenOpen(kit.moveCompletionSelection(true)) },
    { key: "ArrowUp", run: whenOpen(kit.moveCompletionSelection(false)) },
    { key: "PageDown", run: whenOpen(kit.moveCompletionSelection(true, "page")) },
    { key: "PageUp", run: whenOpen(kit.moveCompletionSelection(false, "page")) },
    { key: "Escape", run: kit.closeCompletion },
    { key: "Ctrl-Space", run: kit.startCompletion },
  ];

  // A list that scrolls can be reached, as all that scrolls
  const reachable = kit.ViewPlugin.define((view) => ({
    update: () => setTimeout(() => view.dom.querySelector(".cm-tooltip-autocomplete > ul")?.setAttribute("tabindex", "0"), 80),
  }));

  const firstChosen = kit.EditorView.updateListener.of(({ view, state }) => {
    if (editor.offersAfterHanzi || kit.completionStatus(state) !== "active" || kit.selectedCompletionIndex(state) !== null) return;
    Promise.resolve().then(() => {
      if (isOpen(view) && kit.selectedCompletionIndex(view.state) === null) view.dispatch({ effects: kit.setSelectedCompletion(0) });
    });
  });

  const afterComposition = kit.EditorView.domEventHandlers({
    compositionend(event, view) {
      setTimeout(() => {
        if (view.composing || isOpen(view)) return;
        isQuiet = true;
        kit.startCompletion(view);
      }, 60);
    },
    focus: () => void words.load(),
  });

  editor.extensions.push(
    kit.autocompletion({
      override: [source],
      defaultKeymap: false,
      selectOnOpen: false,
      interactionDelay: 0,
      icons: false,
      maxRenderedOptions: MOST,
      optionClass: (item) => (item.type === "gap" ? "is-gap" : ""),
    }),
    kit.Prec.highest(kit.keymap.of(keys)),
    firstChosen,
    reachable,
    afterComposition,
  );
})();
