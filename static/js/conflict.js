// Two people changed one section: [data-conflict] shows both texts and the merge, and the person decides what is kept.
(() => {
  const edusum = (window.edusum ??= {});
  const place = document.querySelector("[data-conflict]");
  const { writing } = edusum;
  if (!place || !writing) return;
  const { home } = writing;
  let mine = "";
  let timer = 0;
  let attempt = 0;
  let waitsAtDoor = false;

  const say = (words) => {
    place.hidden = false;
    const state = place.querySelector("[data-conflict-state]");
    if (state) {
      state.textContent = words;
      return;
    }
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.dataset.conflictFailed = "";
    line.textContent = words;
    place.replaceChildren(line);
  };

  const isDoor = (kind) => kind === "signed_out" || kind === "other_user";

  // A network that is away is tried again; what is refused is told, and asked for again once the text has changed.
  const failed = ({ kind, words }) => {
    if (kind === "offline") {
      attempt += 1;
      timer = window.setTimeout(() => load(), edusum.backOff(attempt));
      say("连不上系统，还没有取到别人保存的文字，正在重试。您的文字还在。");
    } else if (isDoor(kind)) {
      waitsAtDoor = true;
      say("登录已过期，重新登录以后会列出两边的文字。");
      edusum.signInHere();
    } else {
      say(`没有取到别人保存的文字：${words || "请复制留存您的文字，再刷新页面。"}您的文字还在本机，改动以后会再试一次。`);
    }
  };

  const load = async (words = "") => {
    window.clearTimeout(timer);
    mine = writing.text();
    const { ok, told } = await edusum.send(home.dataset.merge, { base: writing.base(), text: mine });
    if (!ok) {
      failed(told);
      return;
    }
    attempt = 0;
    place.innerHTML = told.html;
    place.hidden = false;
    const state = place.querySelector("[data-conflict-state]");
    if (words) state.textContent = words;
    weigh();
    if (!words) place.querySelector("h3").focus();
  };

  const panel = () => place.querySelector("[data-conflict-panel]");

  const stretches = () => [...place.querySelectorAll("[data-stretch]")];

  const chosen = (stretch) => {
    if (!stretch.dataset.number) return stretch.dataset.merged;
    const choice = stretch.querySelector("input:checked")?.value;
    return choice ? stretch.dataset[choice] : null;
  };

  // The merge can be taken once every place where both changed has its choice.
  const weigh = () => {
    const open = stretches().filter((stretch) => chosen(stretch) === null).length;
    const button = place.querySelector("[data-take=merged]");
    button.disabled = open > 0;
    place.querySelector("[data-conflict-open]").textContent = open ? `还有 ${open} 处没有选` : "";
  };

  const wanted = (take) => {
    if (take === "merged") return stretches().map(chosen).join("");
    return panel().dataset[take];
  };

  const take = async (which) => {
    if (writing.text() !== mine) {
      load("您又改了文字，下面已更新，请再核对一次。");
      return;
    }
    const words = wanted(which);
    const state = place.querySelector("[data-conflict-state]");
    state.textContent = "正在保存……";
    const answer = await edusum.send(home.dataset.settle, { text: words, mine, seen: panel().dataset.seen });
    if (answer.ok) {
      place.hidden = true;
      place.replaceChildren();
      writing.settled(words, answer.told);
    } else if (answer.told.kind === "conflict") {
      load("刚才又有人保存了新的文字，下面已更新，请再核对一次。");
    } else if (isDoor(answer.told.kind)) {
      state.textContent = "登录已过期，请重新登录，再点一次。";
      edusum.signInHere();
    } else {
      state.textContent = answer.told.words || "连不上系统，没有保存。两边的文字都在，请稍后再点一次。";
    }
  };

  document.addEventListener("edusum:signed-in", () => {
    if (waitsAtDoor) load();
    waitsAtDoor = false;
  });
  document.addEventListener("edusum:conflict", () => load());
  document.addEventListener("edusum:conflict-typed", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => load("您又改了文字，下面已更新。"), 1000);
  });
  place.addEventListener("change", weigh);
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (button) take(button.dataset.take);
  });
})();
