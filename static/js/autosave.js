// Saves what is written into #section-form within a second of the last key, over the text it stands on; [data-autosave]
// names the addresses. What can't be saved stays in this browser and is tried again; the state is always told.
(() => {
  const edusum = (window.edusum ??= {});
  const home = document.querySelector("[data-autosave]");
  const form = document.getElementById("section-form");
  const text = form?.elements.text;
  if (!home || !text || text.readOnly || !edusum.send) return;
  text.autocomplete = "off"; // else the browser brings back at the next visit what another has changed since
  const PAUSE = 600;
  const LONGEST_PAUSE = 3000;
  const seen = form.elements.seen;
  const line = form.querySelector("[data-typed-state]");
  const plain = (words) => words.split("\n").map((row) => row.trim()).filter(Boolean).join("\n");
  // A page that came back with words that are not saved: the next save is deliberate.
  const isRefusedPage = form.dataset.unsaved === "typed" && plain(text.value) !== plain(home.dataset.base);
  const about = { user: home.dataset.user, place: home.dataset.place, title: home.dataset.title, url: home.dataset.url };

  let base = home.dataset.base;
  let saved = text.defaultValue; // as the server sent it: somebody may have typed before this script was there
  let timer = 0;
  let attempt = 0;
  let unsavedSince = 0;
  let sending = null;
  let waitsFor = ""; // "conflict", "signed_out", "other_user": nothing is sent until that is settled
  let count = 0;
  let lastTyped = 0;
  let takenUp = ""; // whose words came in since the last save

  const isDirty = () => text.value !== saved;

  const tell = (state, words) => {
    if (!line) return;
    line.dataset.state = state;
    if (line.textContent !== words) line.textContent = words;
  };

  const told = {
    offline: () => `还没有保存，正在重试${attempt > 1 ? `（第 ${attempt} 次）` : ""}；文字留在本机，请不要清除浏览器数据`,
    signed_out: () => "登录已过期，还没有保存；文字留在本机，请重新登录",
    conflict: () => "别人也改了这一节，正在合并……",
    gone: () => "这一节已找不到，没有保存；文字留在本机，请复制留存",
  };

  const keep = () => edusum.keep({ ...about, text: text.value, seen: seen.value, base });

  const wait = (pause) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, pause);
  };

  const typed = () => {
    lastTyped = Date.now();
    if (isRefusedPage) {
      keep();
      return;
    }
    if (!isDirty()) {
      edusum.forgetOwn(about);
      unsavedSince = 0;
      if (waitsFor !== "conflict") tell("saved", "");
      return;
    }
    const isKept = keep();
    unsavedSince ||= Date.now();
    if (waitsFor === "conflict") {
      document.dispatchEvent(new CustomEvent("edusum:conflict-typed"));
      return;
    }
    if (waitsFor || sending) return;
    if (!isKept) tell("waiting", "还没有保存；浏览器存不下这些文字，请不要关闭本页");
    else if (!attempt) tell("waiting", "还没有保存");
    wait(Math.max(0, Math.min(PAUSE, unsavedSince + LONGEST_PAUSE - Date.now())));
  };

  const stand = (words, mark) => {
    base = saved = words;
    if (mark) seen.value = mark;
    if (form.elements.base) form.elements.base.value = words;
    count += 1;
    attempt = 0;
    unsavedSince = 0;
  };

  const done = (words, answer) => {
    stand(words, answer.mark);
    waitsFor = "";
    if (isDirty()) {
      keep();
      unsavedSince = Date.now();
      wait(PAUSE);
    } else {
      edusum.forgetOwn(about);
      tell("saved", `已保存 ${answer.at}${takenUp && `，${takenUp}`}`);
      takenUp = "";
    }
    form.dispatchEvent(new CustomEvent("edusum:saved", { bubbles: true, detail: answer }));
  };

  const failed = (answer) => {
    const { kind } = answer;
    tell(kind === "offline" ? "retrying" : "stopped", told[kind]?.() ?? `没有保存：${answer.words || "请稍后再试。"}`);
    if (kind === "offline") {
      attempt += 1;
      tell("retrying", told.offline());
      wait(edusum.backOff(attempt));
    } else if (kind === "signed_out" || kind === "other_user") {
      waitsFor = kind;
      edusum.signInHere();
    } else if (kind === "conflict") {
      waitsFor = "conflict";
      document.dispatchEvent(new CustomEvent("edusum:conflict"));
    }
  };

  // Resolves to the kind of the answer; one save at a time.
  const save = () => {
    window.clearTimeout(timer);
    if (sending) return sending;
    if (waitsFor || !isDirty()) return Promise.resolve(waitsFor || "saved");
    if (text.edusum?.isComposing?.()) {
      wait(PAUSE);
      return Promise.resolve("composing");
    }
    const words = text.value;
    tell("saving", "正在保存……");
    sending = edusum.send(home.dataset.autosave, { text: words, seen: seen.value }).then((answer) => {
      sending = null;
      if (answer.ok) done(words, answer.told);
      else failed(answer.told);
      return answer.told.kind;
    });
    return sending;
  };

  const flush = async () => {
    if (sending) await sending;
    let kind = await save();
    if (kind === "saved" && isDirty()) kind = await save();
    return kind;
  };

  // A button's step waits for the text to be safe; Ctrl+S only saves.
  form.addEventListener("submit", async (event) => {
    if (isRefusedPage || (!isDirty() && !sending && event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const kind = await flush();
    if (!event.submitter) return;
    if (kind === "saved" || kind === "unreadable" || kind === "refused") {
      saved = text.value;
      form.requestSubmit(event.submitter);
    } else if (kind === "offline") {
      tell("retrying", "连不上系统，没有进行这一步；文字留在本机，正在重试，保存后请再点一次");
    } else if (kind === "conflict" && event.submitter.name === "step") {
      document.dispatchEvent(new CustomEvent("edusum:step-waits", { detail: event.submitter.textContent }));
    }
  }, true);

  text.addEventListener("input", typed);
  window.addEventListener("online", () => attempt && save());
  document.addEventListener("visibilitychange", () => document.hidden && save());
  document.addEventListener("edusum:signed-in", () => {
    if (waitsFor !== "conflict") waitsFor = "";
    save();
  });
  window.addEventListener("pagehide", () => {
    if (!isDirty() || isRefusedPage || waitsFor) return;
    keep();
    edusum.send(home.dataset.autosave, { text: text.value, seen: seen.value }, { keepalive: true });
  });

  const setText = (words) => {
    if (text.edusum?.setText) text.edusum.setText(words);
    else {
      text.value = words;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  // What the other scripts of the desk need: conflict.js and presence.js.
  edusum.writing = {
    home,
    base: () => base,
    count: () => count,
    hasMark: (mark) => seen.value === mark,
    isQuiet: () => !isDirty() && !sending && !waitsFor,
    text: () => text.value,
    typedRecently: () => Date.now() - lastTyped < 20000,
    // Words kept earlier go on from where they stood then.
    takeUp: async (entry) => {
      await flush();
      base = entry.base;
      seen.value = entry.seen;
      saved = entry.base;
      setText(entry.text);
      typed();
    },
    overlaps: () => tell("stopped", "与他人的修改冲突，还没有保存，请核对"),
    // What the other wrote goes in beside one's own words, and both are saved over it.
    takeUpOthers: ({ theirs, mark, words }, places) => {
      waitsFor = "";
      stand(theirs, mark);
      takenUp = words;
      text.edusum.change(places);
      if (isDirty()) return;
      edusum.forgetOwn(about);
      tell("saved", words);
      form.dispatchEvent(new CustomEvent("edusum:saved", { bubbles: true }));
    },
    settled: (words, answer) => {
      waitsFor = "";
      saved = words;
      if (text.value !== words) setText(words);
      done(words, answer);
    },
  };

  if (isRefusedPage) {
    saved = null;
    keep();
  } else if (isDirty()) typed();
})();
