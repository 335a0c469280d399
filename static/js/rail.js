// Says to the stylesheets that scripts run: what needs them is shown only then.
document.documentElement.classList.add("scripts");

// Folds and unfolds the rail's menu on narrow screens. Without JavaScript the menu simply stays open.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rail-toggle]");
  if (!button) return;
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  button.closest(".rail").classList.toggle("is-open", !isOpen);
});
