// The menus of the section tree close when one clicks elsewhere or presses Escape.
(() => {
  const close = (but) => {
    for (const menu of document.querySelectorAll(".outline-more[open]")) if (menu !== but) menu.open = false;
  };

  document.addEventListener("click", (event) => close(event.target.closest(".outline-more")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector(".outline-more[open]");
    close(null);
    menu?.querySelector("summary").focus();
  });
})();
