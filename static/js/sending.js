// Saving by script: edusum.send(url, fields) posts and reads JSON, takes over a new token of the same person, and tells
// what went wrong by its kind; the server refuses what comes from a page of another person. edusum.signInHere() shows [data-sign-in-here]: signing in again without leaving the page; the document then
// gets edusum:signed-in.
(() => {
  const edusum = (window.edusum ??= {});
  const PATIENCE = 15000;
  const OTHER_USER = "这个浏览器里已换了别人登录，没有保存；您写的文字还在。请用您自己的用户名重新登录，随后会接着保存。";
  const dialog = document.querySelector("[data-sign-in-here]");
  let wasAt = null;
  let token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

  const takeOver = (fresh) => {
    token = fresh;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = fresh;
    if (document.body.hasAttribute("hx-headers")) {
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    }
  };

  const ask = async (url, options = {}) => {
    const control = new AbortController();
    const timer = window.setTimeout(() => control.abort(), PATIENCE);
    try {
      const answer = await fetch(url, {
        credentials: "same-origin",
        signal: control.signal,
        ...options,
        headers: { Accept: "application/json", ...options.headers },
      });
      const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
      const told = isJson ? await answer.json() : { words: "" };
      return { ok: answer.ok && isJson, status: answer.status, told: { kind: kindOf(answer, isJson), ...told } };
    } catch {
      return { ok: false, status: 0, told: { kind: "offline", words: "" } };
    } finally {
      window.clearTimeout(timer);
    }
  };

  const kindOf = (answer, isJson) => {
    if (answer.ok && isJson) return "done";
    if (answer.ok || answer.status >= 500 || answer.status === 429) return "offline";
    return answer.status === 404 ? "gone" : "refused";
  };

  const post = (url, fields, { keepalive = false, with: own = token } = {}) => {
    const headers = { "X-CSRFToken": own };
    if (dialog) headers["Edusum-User"] = dialog.dataset.user;
    return ask(url, { method: "POST", body: new URLSearchParams(fields), headers, keepalive });
  };

  // Who is signed in now: "" if it is still the person of this page, else the kind of what is wrong.
  const renew = async () => {
    if (!dialog) return "refused";
    const { ok, told } = await ask(dialog.dataset.sessionUrl);
    if (!ok) return told.kind;
    if (told.user === null) return "signed_out";
    if (String(told.user) !== dialog.dataset.user) return "other_user";
    takeOver(told.token);
    return "";
  };

  edusum.send = async (url, fields, { keepalive = false } = {}) => {
    const sent = await post(url, fields, { keepalive });
    if (sent.told.kind !== "stale_token") return sent;
    const wrong = await renew();
    if (!wrong) return post(url, fields, { keepalive });
    return { ok: false, status: 0, told: { kind: wrong, words: wrong === "other_user" ? OTHER_USER : "" } };
  };

  edusum.backOff = (attempt) => Math.min(15000, 500 * 2 ** Math.min(attempt, 10)) * (0.8 + 0.4 * Math.random());

  // Shown without taking the cursor away: somebody may be in the middle of a word.
  edusum.signInHere = () => {
    if (!dialog || dialog.open) return;
    wasAt = document.activeElement;
    dialog.setAttribute("open", "");
    dialog.querySelector("[data-sign-in-state]").textContent = "";
  };

  if (!dialog) return;
  const form = dialog.querySelector("form");
  const state = dialog.querySelector("[data-sign-in-state]");
  const close = () => {
    dialog.removeAttribute("open");
    form.elements.password.value = "";
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    state.textContent = "正在登录……";
    const now = await ask(dialog.dataset.sessionUrl);
    if (!now.ok) {
      state.textContent = "连不上系统，请稍后再试。";
      return;
    }
    const fields = {
      username: form.elements.username.value,
      password: form.elements.password.value,
      user: dialog.dataset.user,
    };
    // That token is of whoever is signed in now: the page takes over none before its own person is there.
    const { ok, told } = await post(dialog.dataset.signInUrl, fields, { with: now.told.token });
    if (!ok) {
      state.textContent = told.words || "没有登录成功，请再试一次。";
      form.elements.password.select();
      return;
    }
    takeOver(told.token);
    close();
    if (wasAt?.isConnected) wasAt.focus();
    document.dispatchEvent(new CustomEvent("edusum:signed-in"));
  });
  dialog.querySelector("[data-sign-in-later]").addEventListener("click", close);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
