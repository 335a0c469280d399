// After a save the page is asked for again, and what changed in its parts marked [data-now] is taken over: states, gaps,
// version, figures, history. The text, the cursor and whatever has the focus stay; a metric the section newly names is told.
(() => {
  const form = document.getElementById("section-form");
  if (!form?.hasAttribute("data-unsaved")) return;
  const PAUSE = 1500;
  const parts = (page) => new Map([...page.querySelectorAll("[data-now]")].map((part) => [part.dataset.now, part]));
  const figures = (page) => [...page.querySelectorAll("[data-figure]")].map((item) => ({ ...item.dataset }));
  const shown = new Map([...parts(document)].map(([name, part]) => [name, part.innerHTML])); // before other scripts touch it
  const memory = `figures ${window.location.pathname}`;
  let timer = 0;
  let count = 0;

  const tellNew = (page) => {
    const before = JSON.parse(sessionStorage.getItem(memory) ?? "null");
    const now = figures(page);
    sessionStorage.setItem(memory, JSON.stringify(now.map((item) => item.figure)));
    const added = before ? now.filter((item) => !before.includes(item.figure)) : [];
    if (!added.length) return;
    const fillers = [...new Set(added.map((item) => item.filler))];
    const words = fillers.map((filler) => {
      const labels = added.filter((item) => item.filler === filler).map((item) => item.label);
      return `${labels.join("、")}，已列入${filler && `${filler}的`}指标填报`;
    });
    const line = form.querySelector("[data-new-figures]");
    line.textContent = `本节新用到指标：${words.join("；")}。`;
    line.hidden = false;
  };

  const takeOver = (name, fresh) => {
    const part = document.querySelector(`[data-now="${name}"]`);
    if (!part || shown.get(name) === fresh.innerHTML || part.contains(document.activeElement)) return;
    const ticked = [...part.querySelectorAll("input:checked")].map((input) => input.id);
    shown.set(name, fresh.innerHTML);
    part.replaceChildren(...fresh.childNodes);
    for (const id of ticked) {
      const input = document.getElementById(id);
      if (input) input.checked = true;
    }
    window.htmx?.process(part);
    part.dispatchEvent(new CustomEvent("edusum:shown", { bubbles: true }));
  };

  const look = async () => {
    timer = 0;
    count += 1;
    const turn = count;
    try {
      const answer = await fetch(window.location.pathname, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== count) return;
      tellNew(page);
      for (const [name, fresh] of parts(page)) takeOver(name, fresh);
      for (const tab of page.querySelectorAll("details[data-tab]:not([data-tab-told])")) {
        document.dispatchEvent(new CustomEvent("edusum:tab-count", { detail: { tab: tab.dataset.tab, count: tab.dataset.tabCount ?? "" } }));
      }
    } catch {
      // the next save asks again
    }
  };

  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE);
  };

  tellNew(document);
  form.addEventListener("edusum:saved", soon);
  form.addEventListener("input", () => timer && soon()); // not while one writes
})();
