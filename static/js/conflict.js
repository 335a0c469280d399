// Two people changed one section. What does not overlap is put together at once, and [data-taken-up] tells; else
// [data-conflict] shows both texts and the merge, and the person decides what is kept. The cursor stays where it is.
(() => {
  const edusum = (window.edusum ??= {});
  const place = document.querySelector("[data-conflict]");
  const { writing } = edusum;
  if (!place || !writing) return;
  const { home } = writing;
  const text = document.getElementById("id_text");
  const told = document.querySelector("[data-taken-up]");
  const go = document.querySelector("[data-conflict-go]");
  let mine = "";
  let step = ""; // the button whose step waits for the conflict to be settled
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

  // Where in the text as it was typed a place of the same text, tidied, is: tidying moves blanks only.
  const placesIn = (typed, parts) => {
    const tidied = parts.map(([words]) => words).join("");
    const at = [];
    let here = 0;
    for (const sign of tidied.split("")) {
      while (typed[here] !== sign && here < typed.length && /\s/u.test(typed[here])) here += 1;
      if (typed[here] !== sign) return null;
      at.push(here);
      here += 1;
    }
    at.push(here);
    let start = 0;
    const places = [];
    for (const [words, merged] of parts) {
      const end = start + words.length;
      if (words !== merged) places.push({ from: at[start], to: end > start ? at[end - 1] + 1 : at[start], insert: merged });
      start = end;
    }
    return places;
  };

  // What appears above the text does not push it away under the hands of whoever writes.
  const keepInView = (show) => {
    const writer = text.form.contains(document.activeElement) ? document.activeElement : null;
    const before = writer?.getBoundingClientRect().top;
    show();
    if (writer) window.scrollBy({ top: writer.getBoundingClientRect().top - before, behavior: "instant" });
  };

  const close = () => {
    const wasIn = place.contains(document.activeElement);
    place.hidden = true;
    place.replaceChildren();
    go.hidden = true;
    if (wasIn) text.edusum.focus();
  };

  // False: the text has changed since it was sent, or is not to be touched just now.
  const takeUp = (merged) => {
    if (writing.text() !== mine || text.edusum.isComposing()) return false;
    const places = placesIn(mine, merged.parts) ?? [{ from: 0, to: mine.length, insert: merged.parts.map(([, words]) => words).join("") }];
    close();
    writing.takeUpOthers(merged, places);
    told.innerHTML = merged.html;
    if (step) told.querySelector("p").append(`请看过以后，再点“${step}”。`);
    step = "";
    told.hidden = false;
    return true;
  };

  const load = async (words = "") => {
    window.clearTimeout(timer);
    mine = writing.text();
    const { ok, told: answer } = await edusum.send(home.dataset.merge, { base: writing.base(), text: mine });
    if (!ok) {
      failed(answer);
      return;
    }
    attempt = 0;
    if (answer.clean) {
      if (!takeUp(answer)) timer = window.setTimeout(load, 300);
      return;
    }
    const isNew = place.hidden;
    const made = new Map(stretches().map((stretch) => [nameOf(stretch), stretch.querySelector("input:checked")?.value]));
    keepInView(() => {
      place.innerHTML = answer.html;
      place.hidden = false;
    });
    for (const stretch of stretches()) {
      const input = stretch.querySelector(`input[value="${made.get(nameOf(stretch))}"]`);
      if (input) input.checked = true; // what was chosen where nothing has changed since
    }
    go.hidden = false;
    if (words) place.querySelector("[data-conflict-state]").textContent = words;
    weigh();
    if (isNew) writing.overlaps();
  };

  const panel = () => place.querySelector("[data-conflict-panel]");

  const stretches = () => [...place.querySelectorAll("[data-stretch]")];

  const nameOf = ({ dataset }) => JSON.stringify([dataset.mine, dataset.theirs]);

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
      close();
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
    timer = window.setTimeout(() => load(place.hidden ? "" : "您又改了文字，下面已更新。"), 1000);
  });
  document.addEventListener("edusum:step-waits", (event) => (step = event.detail));
  go.addEventListener("click", () => place.querySelector("h3")?.focus());
  place.addEventListener("change", weigh);
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (button) take(button.dataset.take);
  });
})();
