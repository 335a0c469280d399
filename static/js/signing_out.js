// Who signs out ([data-sign-out], a form) leaves no words in this browser: others may use the computer. Asks first if some
// of them are not saved; they are looked for when the form is sent.
(() => {
  const edusum = window.edusum ?? {};
  const form = document.querySelector("[data-sign-out]");
  if (!form || !edusum.keepsAny) return;
  const { user } = form.dataset;
  const ask = form.querySelector("[data-sign-out-ask]");

  form.addEventListener("submit", (event) => {
    if (edusum.keepsAny(user) && ask.hidden) {
      event.preventDefault();
      ask.hidden = false;
      ask.querySelector("button").focus();
      return;
    }
    edusum.keepNoMore(user);
  });
  ask.querySelector("[data-sign-out-stay]").addEventListener("click", () => {
    ask.hidden = true;
    form.querySelector("[data-sign-out-button]").focus();
  });
})();
