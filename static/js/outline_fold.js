// The outline of a draft folds: what has sections below it gets a button, and what is folded is remembered in this browser.
(() => {
  const nav = document.querySelector("[data-outline]");
  if (!nav) return;
  const items = [...nav.querySelectorAll("li[data-level]")];
  const level = (item) => Number(item.dataset.level);
  const memory = `outline ${nav.dataset.outline}`;
  const folded = new Set(JSON.parse(localStorage.getItem(memory) ?? "[]"));
  const parents = items.map((item, place) => items.slice(0, place).reverse().find((other) => level(other) < level(item)) ?? null);
  const hasBelow = (place) => place + 1 < items.length && level(items[place + 1]) > level(items[place]);
  const parentOf = (item) => parents[items.indexOf(item)];

  const isHidden = (item) => {
    for (let parent = parentOf(item); parent; parent = parentOf(parent)) if (folded.has(parent.dataset.key)) return true;
    return false;
  };

  const show = () => {
    for (const item of items) {
      item.hidden = isHidden(item);
      const button = item.querySelector(".tree-fold");
      if (!button) continue;
      const isFolded = folded.has(item.dataset.key);
      button.setAttribute("aria-expanded", String(!isFolded));
      button.setAttribute("aria-label", `${isFolded ? "展开" : "折起"}${button.dataset.name}`);
    }
  };

  const remember = () => localStorage.setItem(memory, JSON.stringify([...folded]));

  items.forEach((item, place) => {
    if (!hasBelow(place)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tree-fold";
    button.dataset.name = item.querySelector(".tree-text").textContent;
    button.addEventListener("click", () => {
      if (!folded.delete(item.dataset.key)) folded.add(item.dataset.key);
      remember();
      show();
    });
    item.append(button);
  });

  const current = nav.querySelector("[aria-current]")?.closest("li");
  for (let parent = current && parentOf(current); parent; parent = parentOf(parent)) folded.delete(parent.dataset.key);
  show();
  if (current && nav.scrollHeight > nav.clientHeight) nav.scrollTop = current.offsetTop - nav.clientHeight / 3;
})();
