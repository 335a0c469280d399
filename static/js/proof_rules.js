// 规则一览: what is typed into [data-rule-find] leaves the rules that hold it, [data-rule-own-only] those that the bureau
// set otherwise; a family without any goes too. On a narrow screen the families are folded until they are asked for.
(() => {
  const field = document.querySelector("[data-rule-find]");
  const own = document.querySelector("[data-rule-own-only]");
  if (!field || !own) return;
  const none = document.querySelector("[data-rule-none]");
  const chapters = document.querySelectorAll(".rule-chapter");
  const narrow = matchMedia("(max-width: 700px)").matches;
  const show = (id) => {
    const target = id ? document.getElementById(id) : null;
    const chapter = target?.closest(".rule-chapter");
    if (!chapter) return;
    chapter.open = true;
    target.scrollIntoView();
  };
  const look = () => {
    const words = field.value.trim();
    let count = 0;
    for (const chapter of chapters) {
      let here = 0;
      for (const rule of chapter.querySelectorAll("[data-rule]")) {
        rule.hidden = !rule.textContent.includes(words) || (own.checked && !("ruleOwn" in rule.dataset));
        here += !rule.hidden;
      }
      chapter.hidden = !here;
      if (words || own.checked) chapter.open = true;
      const link = document.querySelector(`.rule-families a[href="#${chapter.id}"]`);
      if (link) link.hidden = !here;
      for (const told of document.querySelectorAll(`[data-rule-count="${chapter.id}"]`)) told.textContent = here;
      count += here;
    }
    if (!none) return;
    none.querySelector("[data-rule-none-words]").hidden = !words;
    none.querySelector("[data-rule-none-own]").hidden = !own.checked;
    none.hidden = count > 0;
  };
  field.addEventListener("input", look);
  own.addEventListener("change", look);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  if (narrow) {
    for (const chapter of chapters) chapter.open = false;
  }
  addEventListener("hashchange", () => show(location.hash.slice(1)));
  look();
  show(location.hash.slice(1));
})();
