// After a download has begun, show the page anew, so that the list of exports has it.
(() => {
  for (const form of document.querySelectorAll("[data-download]")) {
    form.addEventListener("submit", () => {
      window.setTimeout(() => window.location.reload(), 2500);
    });
  }
})();
