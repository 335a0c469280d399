// Asks before leaving a page on which something was typed and not sent: in the form that is, or holds, [data-unsaved].
// Its value "typed" says that the page came back with what was typed and is not stored yet. What only looks at the page is marked [data-not-saved].
(() => {
  const sent = (form) => {
    const fields = new FormData(form);
    for (const other of form.querySelectorAll("[data-not-saved]")) fields.delete(other.name);
    return new URLSearchParams(fields).toString();
  };

  const watch = (mark) => {
    const form = mark.closest("form");
    let wasTyped = mark.dataset.unsaved === "typed";
    let standing = sent(form);
    let isLeaving = false;
    window.addEventListener("load", () => (standing = sent(form))); // other scripts have put their rows in order
    form.addEventListener("submit", () => (isLeaving = true));
    form.addEventListener("edusum:saved", () => {
      standing = sent(form);
      wasTyped = false;
    });
    window.addEventListener("pageshow", () => (isLeaving = false));
    window.addEventListener("beforeunload", (event) => {
      if (!isLeaving && !window.edusum?.isLeaving && (wasTyped || sent(form) !== standing)) event.preventDefault();
    });
  };

  document.querySelectorAll("[data-unsaved]").forEach(watch);
})();
