// What figures print: of the tokens on the page at once, of others asked from the server; and the list of all metrics.
// Starts `edusumEditor`, which the other editor_*.js files add their parts to and editor.js puts together.
(() => {
  const form = document.getElementById("section-form");
  if (!form?.dataset.words || !window.codemirror) return;

  const NAME = "[\\p{L}_][\\p{L}\\p{N}_]*";
  const ARGUMENT = `(?:${NAME}|\\d{1,6})`;
  const FILTER = `\\|[ \\t]*${NAME}[ \\t]*(?:\\([ \\t]*${ARGUMENT}(?:[ \\t]*,[ \\t]*${ARGUMENT})*[ \\t]*\\)[ \\t]*)?`;
  const TOKEN = new RegExp(`\\{\\{[ \\t]*(${NAME})[ \\t]*((?:${FILTER}){0,4})\\}\\}`, "gu");

  const known = new Map(); // token as it is spelled: {text, isGap, title}
  const asked = new Set();
  const listeners = [];
  const learn = (source, [text, isGap, title]) => known.set(source, { text, isGap, title });
  const tell = () => listeners.forEach((listener) => listener());
  for (const [source, printed] of Object.entries(JSON.parse(form.dataset.printed || "{}"))) learn(source, printed);

  const csrf = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = (address, fields, signal) =>
    fetch(address, { method: "POST", body: fields, headers: { "X-CSRFToken": csrf(), Accept: "application/json" }, signal });

  let waiting = 0;
  const ask = (source) => {
    if (asked.has(source)) return;
    asked.add(source);
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const wanted = [...asked].filter((item) => !known.has(item));
      const fields = new URLSearchParams(wanted.map((item) => ["token", item]));
      try {
        const answer = await post(form.dataset.tokens, fields);
        if (!answer.ok) throw new Error(answer.status);
        const { tokens } = await answer.json();
        for (const item of wanted) learn(item, tokens[item] ?? [item, true, "不认识的写法"]);
        tell();
      } catch {
        wanted.forEach((item) => asked.delete(item)); // asked again with the next change
      }
    }, 120);
  };

  let metrics = null;
  const load = () => {
    metrics ??= fetch(form.dataset.words, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((told) => {
        const found = told.metrics.map((item) => ({ ...item, variants: item.variants.map(([label, token, text, isGap]) => ({ label, token, text, isGap })) }));
        for (const metric of found) for (const { token, text, isGap } of metric.variants) if (!known.has(token)) learn(token, [text, isGap, metric.title]);
        tell();
        return found;
      })
      .catch(() => {
        metrics = null;
        return [];
      });
    return metrics;
  };

  window.edusumEditor = {
    form,
    post,
    extensions: [],
    words: {
      load,
      // The tokens of a text: [{from, to, name, source}]
      tokens: (text, start = 0) => Array.from(text.matchAll(TOKEN), (found) => ({ from: start + found.index, to: start + found.index + found[0].length, name: found[1], source: found[0] })),
      // What a token prints; null when it is not known yet, then `onChange` is called.
      printed(source) {
        if (!known.has(source)) ask(source);
        return known.get(source) ?? null;
      },
      onChange: (listener) => listeners.push(listener),
      // How many characters the text has on paper; what is missing does not count.
      count(text) {
        let total = 0;
        for (const line of text.split("\n")) {
          const words = line.replace(TOKEN, (source) => (known.get(source)?.isGap === false ? known.get(source).text : ""));
          total += Array.from(words.trim()).length;
        }
        return total;
      },
    },
  };
})();
