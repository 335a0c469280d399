// Tells every 15 seconds that one is at the section, shows who else is, and that somebody saved newer words; offers words
// that this browser kept because they could not be saved.
(() => {
  const edusum = (window.edusum ??= {});
  const home = document.querySelector("[data-autosave]");
  if (!home || !edusum.send) return;
  const EVERY = 15000;
  const { writing } = edusum;
  const place = document.querySelector("[data-presence]");
  const newer = home.querySelector("[data-newer]");

  const show = (others) => {
    const names = others.map((other) => other.name + (other.writing ? "（正在写）" : ""));
    const words = names.length ? `另有 ${names.length} 人在本节：${names.join("、")}` : "";
    if (place && place.textContent !== words) place.textContent = words;
  };

  const look = async () => {
    const count = writing?.count() ?? 0;
    const { ok, told } = await edusum.send(home.dataset.presenceUrl, { writing: writing?.typedRecently() ? "1" : "" });
    if (!ok) return;
    show(told.others);
    const isNewer = writing?.isQuiet() && writing.count() === count && told.mark && !writing.hasMark(told.mark);
    newer.hidden = !isNewer;
    if (isNewer) newer.querySelector("[data-newer-by]").textContent = told.by || "别人";
  };

  look();
  window.setInterval(() => document.hidden || look(), EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  newer.querySelector("button").addEventListener("click", () => {
    newer.hidden = true;
    if (writing) document.dispatchEvent(new CustomEvent("edusum:conflict")); // its words come in beside those that stand here
    else window.location.reload();
  });
  document.addEventListener("edusum:conflict", () => (newer.hidden = true));

  const template = home.querySelector("[data-kept-template]");
  const moment = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
  const plain = (words) => words.split("\n").map((row) => row.trim()).filter(Boolean).join("\n");
  const standing = () => (writing ? writing.text() : home.dataset.base);

  const offer = (entry) => {
    const bar = template.content.cloneNode(true).firstElementChild;
    bar.querySelector("[data-kept-when]").textContent = moment.format(new Date(entry.at));
    bar.querySelector("[data-kept-count]").textContent = plain(entry.text).length;
    bar.querySelector("[data-kept-text]").textContent = entry.text;
    const back = bar.querySelector("[data-kept-back]");
    back.hidden = !writing;
    const end = () => {
      edusum.forget(entry.id);
      bar.remove();
    };
    back.addEventListener("click", async () => {
      await writing.takeUp(entry);
      end();
    });
    bar.querySelector("[data-kept-drop]").addEventListener("click", end);
    home.querySelector("[data-kept]").append(bar);
  };

  const elsewhere = (entries) => {
    const list = home.querySelector("[data-kept-elsewhere]");
    for (const entry of entries) {
      const item = document.createElement("a");
      item.href = entry.url;
      item.textContent = entry.title;
      list.querySelector("[data-kept-links]").append(item, " ");
    }
    list.hidden = entries.length === 0;
  };

  // A moment later: what another window is just saving is gone by then.
  window.setTimeout(() => {
    const all = edusum.kept(home.dataset.user);
    const isHere = (entry) => entry.place === home.dataset.place;
    for (const entry of all.filter(isHere)) {
      if (plain(entry.text) === plain(standing())) edusum.forget(entry.id);
      else offer(entry);
    }
    const others = all.filter((entry) => !isHere(entry));
    elsewhere([...new Map(others.map((entry) => [entry.place, entry])).values()]);
  }, 1200);
})();
