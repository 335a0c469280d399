// A form with [data-download] asks for a file. While it is being made its [data-download-state] says so, and
// when it has come (a cookie tells) the page is shown anew, so that the list of exports has it. Whoever is on the way to
// another page by then gets there.
(() => {
  const cookie = "download=";

  const hasCome = (ticket) => document.cookie.split("; ").includes(cookie + ticket);

  const watch = (form, ticket, state) => {
    let isOwn = true; // the browser asks for the file as if it left the page
    const timer = window.setInterval(() => {
      if (!hasCome(ticket)) return;
      window.clearInterval(timer);
      document.cookie = `${cookie}; max-age=0; path=/`;
      state.textContent = "已导出，请看浏览器的下载。";
      window.location.reload();
    }, 400);
    window.addEventListener("beforeunload", () => {
      if (!isOwn) window.clearInterval(timer);
      isOwn = false;
    });
  };

  for (const form of document.querySelectorAll("[data-download]")) {
    const state = form.querySelector("[data-download-state]");
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "ticket";
    form.append(field);
    form.addEventListener("submit", (event) => {
      if (form.dataset.busy) {
        event.preventDefault();
        return;
      }
      form.dataset.busy = "yes";
      field.value = Math.random().toString(36).slice(2, 12) || "0";
      state.textContent = event.submitter?.dataset.downloadTold ?? form.dataset.downloadTold;
      watch(form, field.value, state);
    });
  }

  // Coming back by the browser's own button must not leave a form that does nothing.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-download]")) delete form.dataset.busy;
  });
})();
