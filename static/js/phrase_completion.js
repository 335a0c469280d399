// Writing a phrase: {{ or @ offers metrics, | filters, {% patterns. Arrows choose, Enter or Tab puts in, Esc closes.
// Fields are found by [data-phrase]; [data-phrase-words] on the page names the address of the words.
(() => {
  const home = document.querySelector("[data-phrase-words]");
  if (!home) return;
  const MOST = 40;
  const NAME = "[\\p{L}\\p{N}_]*";
  const ends = (pattern) => new RegExp(`${pattern}$`, "u");
  const CLOSING = /^\s*(?:\}\}|｝｝)/u;

  let words = null;
  const load = () => {
    words ??= fetch(home.dataset.phraseWords, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null);
    return words;
  };

  // What is being typed before the cursor: {kind, query, from, to}; null where nothing is to be offered.
  const atSign = (before, after, caret) => {
    const found = before.match(ends(`(【?)[@＠](${NAME})`));
    if (!found) return null;
    const to = caret + (found[1] && after.startsWith("】") ? 1 : 0);
    return { kind: "token", query: found[2], from: caret - found[0].length, to };
  };

  const afterToken = (before, caret) => {
    const found = before.match(ends(`(\\{\\{[^{}]*?)\\s*\\}\\}[|｜](${NAME})`));
    return found && { kind: "filter", query: found[2], from: caret - found[0].length, to: caret, token: found[1] };
  };

  const inToken = (inner, opened, after, caret) => {
    const filter = inner.match(ends(`[|｜]\\s*(${NAME})`));
    if (filter) return { kind: "filter", query: filter[1], from: caret - filter[0].length, to: caret };
    const argument = inner.match(ends(`[(（,，]\\s*(${NAME})`));
    if (argument) return { kind: "metric", query: argument[1], from: caret - argument[1].length, to: caret };
    const name = inner.match(new RegExp(`^\\s*(${NAME})$`, "u"));
    const closing = after.match(CLOSING)?.[0].length ?? 0;
    return name && { kind: "token", query: name[1], from: opened, to: caret + closing };
  };

  const inStatement = (inner, opened, after, caret) => {
    const closing = after.match(/^\s*%\}/u)?.[0].length ?? 0;
    if (/^\s*\p{L}*$/u.test(inner)) return { kind: "pattern", query: inner.trim(), from: opened, to: caret + closing };
    const filter = inner.match(ends(`[|｜](${NAME})`));
    if (filter) return { kind: "filter", query: filter[1], from: caret - filter[0].length, to: caret, isBare: true };
    const name = inner.match(ends(`(?:\\b(?:if|elif|and|or|not) +|[\\[,(]\\s*)((?!\\d)${NAME})`));
    return name && { kind: "metric", query: name[1], from: caret - name[1].length, to: caret };
  };

  const typedIn = (field) => {
    const caret = field.selectionStart;
    if (caret !== field.selectionEnd) return null;
    const before = field.value.slice(0, caret);
    const after = field.value.slice(caret);
    const open = before.match(/(\{\{|｛｛|\{%|｛%)([^{}｛｝]*)$/u);
    if (!open) return afterToken(before, caret) || atSign(before, after, caret);
    const inside = open[1].endsWith("%") ? inStatement : inToken;
    return inside(open[2], caret - open[0].length, after, caret);
  };

  // What is offered for it: {title, note, example, text, then}, the best first.
  const rank = (query, name, others) => {
    if (name.toLowerCase() === query) return 0;
    if (name.toLowerCase().startsWith(query)) return 1;
    if (name.toLowerCase().includes(query)) return 2;
    const place = others.findIndex((other) => other.toLowerCase().includes(query));
    return place < 0 ? -1 : 3 + place;
  };
  const isNearer = (one, other) => one.place - other.place || (one.place === 1 ? one.item.name.length - other.item.name.length : 0);

  const best = (items, query, others) => {
    if (!query) return items.slice(0, MOST);
    return items
      .map((item) => ({ item, place: rank(query.toLowerCase(), item.name, others(item)) }))
      .filter(({ place }) => place >= 0)
      .sort(isNearer)
      .slice(0, MOST)
      .map(({ item }) => item);
  };

  const metricsFor = (known, query) => best(known.metrics, query, (item) => [item.label, ...item.synonyms, item.code, item.domain]);
  const metricNote = ({ name, label, unit, domain }) => [label === name ? "" : label, unit, domain].filter(Boolean).join(" · ");

  const offers = {
    token: (known, { query }) => [
      ...metricsFor(known, query).map((item) => ({ title: item.name, note: metricNote(item), text: `{{ ${item.name} }}` })),
      ...best(known.texts, query, () => []).map((item) => ({ title: item.name, note: item.note, text: `{{ ${item.name} }}` })),
    ],
    metric: (known, { query }) => metricsFor(known, query).map((item) => ({ title: item.name, note: metricNote(item), text: item.name })),
    filter: (known, at) =>
      best(known.filters, at.query, (item) => [item.help]).map((item) => {
        const call = `|${item.name}${item.arguments ? "()" : ""}`;
        const text = at.token ? `${at.token.trimEnd()}${call} }}` : call;
        return { title: `|${item.name}`, note: item.help, example: item.example, text, takesMetric: item.arguments > 0 };
      }),
    pattern: (known, { query }) =>
      best(known.patterns, query, (item) => [item.source]).map((item) => ({ title: item.name, note: item.source, text: item.source, select: "指标" })),
  };

  // The list on the page: one for all fields.
  const list = document.createElement("ul");
  list.id = "phrase-completion";
  list.className = "completion";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可以写的内容");
  list.hidden = true;
  document.body.append(list);
  let current = null; // {field, at, items, chosen}

  const close = () => {
    if (!current) return;
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant", "aria-haspopup", "aria-autocomplete"]) {
      current.field.removeAttribute(name);
    }
    current = null;
    list.hidden = true;
  };

  const part = (kind, text) => {
    const element = document.createElement(kind);
    element.textContent = text;
    return element;
  };

  const option = (item, number) => {
    const line = document.createElement("li");
    line.id = `phrase-completion-${number}`;
    line.setAttribute("role", "option");
    line.append(part("b", item.title), part("span", item.note));
    if (item.example) line.append(part("code", item.example));
    line.addEventListener("pointerdown", (event) => event.preventDefault());
    line.addEventListener("click", () => put(number));
    return line;
  };

  const mark = (number) => {
    current.chosen = (number + current.items.length) % current.items.length;
    [...list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === current.chosen)));
    const line = list.children[current.chosen];
    line.scrollIntoView({ block: "nearest" });
    current.field.setAttribute("aria-activedescendant", line.id);
  };

  // Where the cursor stands on the page: a copy of the field's text up to it, laid out alike.
  const COPIED = ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "textIndent", "wordBreak"];
  const caretBox = (field, place) => {
    const copy = document.createElement("div");
    const style = getComputedStyle(field);
    for (const name of COPIED) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", left: 0, top: 0, width: `${field.offsetWidth}px` });
    const caret = part("span", "\u200b");
    copy.append(field.value.slice(0, place), caret);
    document.body.append(copy);
    const top = caret.offsetTop - field.scrollTop;
    const found = { left: caret.offsetLeft, top, bottom: top + caret.offsetHeight };
    copy.remove();
    return found;
  };

  // Below the cursor or above it: where there is room, and where no error is covered if that can be.
  const GAP = 4;
  const LEAST = 150;
  const TALLEST = 320;
  const hasErrorBelow = (field) => Boolean((field.closest(".phrase") ?? field.form)?.querySelector(".told-problems, .errorlist"));

  const settle = (field, at) => {
    const box = field.getBoundingClientRect();
    const caret = caretBox(field, at.from);
    const above = box.top + Math.max(0, Math.min(caret.top, box.height)) - GAP;
    const below = box.top + Math.min(caret.bottom, box.height) + GAP;
    const roomBelow = window.innerHeight - below - GAP;
    const roomAbove = above - GAP;
    list.style.maxHeight = `${TALLEST}px`;
    const wanted = list.offsetHeight;
    const isAbove = roomAbove >= Math.min(wanted, LEAST) && (hasErrorBelow(field) || (roomBelow < wanted && roomAbove > roomBelow));
    const room = Math.max(isAbove ? roomAbove : roomBelow, LEAST);
    list.style.maxHeight = `${Math.min(TALLEST, room)}px`;
    const widest = document.documentElement.clientWidth - 8;
    const left = Math.max(8, Math.min(box.left + caret.left, widest - list.offsetWidth));
    list.style.left = `${left + window.scrollX}px`;
    list.style.top = `${(isAbove ? above - list.offsetHeight : below) + window.scrollY}px`;
    if (!isAbove && roomBelow < LEAST) list.scrollIntoView({ block: "nearest" });
  };

  const show = (field, at, items) => {
    close();
    current = { field, at, items, chosen: 0 };
    list.replaceChildren(...items.map(option));
    list.hidden = false;
    list.scrollTop = 0;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-autocomplete", "list");
    settle(field, at);
    mark(0);
  };

  const replace = (field, from, to, text) => {
    field.focus();
    field.setSelectionRange(from, to);
    if (document.execCommand("insertText", false, text)) return; // keeps the field's own undo
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const closeToken = (field, isBare) => {
    const after = field.value.slice(field.selectionEnd);
    if (isBare || CLOSING.test(after)) return;
    const place = field.selectionEnd;
    replace(field, place, place, " }}");
    field.setSelectionRange(place, place);
  };

  const stepOver = (field, pattern) => {
    const place = field.selectionEnd + (field.value.slice(field.selectionEnd).match(pattern)?.[0].length ?? 0);
    field.setSelectionRange(place, place);
  };

  const putFilter = (field, at, item) => {
    if (!at.token) closeToken(field, at.isBare);
    if (!item.takesMetric) {
      if (!at.isBare) stepOver(field, CLOSING);
      return;
    }
    const place = field.value.lastIndexOf("()", field.selectionEnd) + 1;
    field.setSelectionRange(place, place);
    offer(field);
  };

  const put = (number) => {
    const { field, at, items } = current;
    const item = items[number];
    close();
    replace(field, at.from, at.to, item.text);
    if (at.kind === "filter") putFilter(field, at, item);
    else if (at.kind === "metric") stepOver(field, /^\)(?:\s*\}\})?/u);
    const blank = item.select ? field.value.indexOf(item.select, at.from) : -1;
    if (blank >= 0) field.setSelectionRange(blank, blank + item.select.length);
  };

  const offer = async (field) => {
    const known = typedIn(field) && (await load());
    const at = typedIn(field); // more may have been typed meanwhile
    const items = known && at ? offers[at.kind](known, at) : [];
    const isWritten = items.length === 1 && at.to === at.from + items[0].text.length && field.value.startsWith(items[0].text, at.from);
    if (items.length && !isWritten && document.activeElement === field) show(field, at, items);
    else close();
  };

  const isPhrase = (element) => element instanceof HTMLTextAreaElement && element.matches("[data-phrase]");

  document.addEventListener("input", (event) => {
    if (isPhrase(event.target) && !event.isComposing) offer(event.target);
  });
  document.addEventListener("compositionend", (event) => {
    if (isPhrase(event.target)) offer(event.target);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === current?.field) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.contains(event.target)) close();
  });

  const KEYS = {
    ArrowDown: () => mark(current.chosen + 1),
    ArrowUp: () => mark(current.chosen - 1),
    Enter: () => put(current.chosen),
    Tab: () => put(current.chosen),
    Escape: close,
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== current?.field || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key in KEYS && !event.shiftKey) {
        event.preventDefault();
        event.stopPropagation();
        KEYS[event.key]();
      } else if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(event.key)) close();
    },
    true,
  );
})();
