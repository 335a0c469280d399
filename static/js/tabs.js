// Makes tabs of the parts (details[data-tab]) inside [data-tabs]: one shows at a time; arrows, Home and End go along the
// row, and the tab one looked at last is remembered while the browser is open. Without scripts the parts fold.
(() => {
  const make = (frame) => {
    const parts = [...frame.querySelectorAll("details[data-tab]")];
    if (parts.length < 2) return;
    const row = document.createElement("div");
    row.className = "tab-row";
    row.setAttribute("role", "tablist");
    row.setAttribute("aria-label", frame.getAttribute("aria-label") ?? "");
    const memory = `tab ${frame.dataset.tabs}`;

    const panels = parts.map((part) => {
      const panel = document.createElement("div");
      panel.id = `panel-${part.dataset.tab}`;
      panel.setAttribute("role", "tabpanel");
      part.before(panel);
      panel.append(part);
      part.open = true;
      return panel;
    });

    const tabs = parts.map((part, place) => {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = `tab-${part.dataset.tab}`;
      tab.textContent = part.dataset.tabLabel ?? part.dataset.tab;
      const count = document.createElement("span");
      count.className = "tab-count";
      count.textContent = part.dataset.tabCount ?? "";
      tab.append(" ", count);
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panels[place].id);
      tab.addEventListener("click", () => choose(place));
      panels[place].setAttribute("aria-labelledby", tab.id);
      return tab;
    });

    const choose = (chosen, isRemembered = true) => {
      panels.forEach((panel, place) => {
        panel.hidden = place !== chosen;
        tabs[place].setAttribute("aria-selected", String(place === chosen));
        tabs[place].tabIndex = place === chosen ? 0 : -1;
      });
      if (isRemembered) sessionStorage.setItem(memory, parts[chosen].dataset.tab);
    };

    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    row.addEventListener("keydown", (event) => {
      const now = tabs.indexOf(document.activeElement);
      const next = { Home: 0, End: tabs.length - 1 }[event.key] ?? (event.key in steps ? (now + steps[event.key] + tabs.length) % tabs.length : -1);
      if (now < 0 || next < 0) return;
      event.preventDefault();
      choose(next);
      tabs[next].focus();
    });

    // detail: {tab, count}; "" for none
    document.addEventListener("edusum:tab-count", ({ detail }) => {
      const place = parts.findIndex((part) => part.dataset.tab === detail.tab);
      if (place >= 0) tabs[place].querySelector(".tab-count").textContent = detail.count;
    });

    row.append(...tabs);
    frame.prepend(row);
    frame.classList.add("is-tabbed");
    const last = parts.findIndex((part) => part.dataset.tab === sessionStorage.getItem(memory));
    choose(Math.max(last, 0), false);
  };

  document.querySelectorAll("[data-tabs]").forEach(make);
})();
