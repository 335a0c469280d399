// 版式设置: shows the place of the sample that a choice changes, or that a button [data-place] names.
(() => {
  const sample = document.getElementById("profile-sample");
  if (!sample) return;
  const places = {
    title: ".paper-title",
    text: ".paper-text",
    heading: ".paper-rank-3",
    first: ".paper-rank-1",
    second: ".paper-rank-2",
    table: ".paper-table",
    signed: ".paper-signed",
    figures: ".paper-table",
  };
  const shownBy = {
    page_number: "number",
    page_number_dashes: "number",
    is_mirrored: "even",
    bold_levels: "heading",
    dot: "heading",
    lead_words: "lead",
    sign_off: "signed",
    title_font: "title",
    body_font: "text",
    hei_font: "first",
    kai_font: "second",
    latin_font: "figures",
  };

  const found = (place) => {
    const all = (selector) => [...sample.querySelectorAll(selector)];
    if (place === "number") return all(".paper-sheet")[0];
    if (place === "even") return all(".paper-even")[0];
    if (place === "lead") return all(".paper-text").find((text) => text.textContent.includes("一是"));
    return sample.querySelector(places[place]);
  };

  const show = (place, isAsked) => {
    const frame = sample.querySelector(".profile-scroll");
    const target = found(place);
    if (!frame || !target) return;
    const isFoot = place === "number";
    sample.querySelectorAll(".is-shown").forEach((other) => other.classList.remove("is-shown"));
    if (!isFoot && place !== "even") target.classList.add("is-shown");
    if (frame.scrollHeight <= frame.clientHeight + 1) {
      if (isAsked) target.scrollIntoView({ block: isFoot ? "end" : "center" });
      return; // on a phone the page itself scrolls, and stays at the field
    }
    const [from, to] = [frame.getBoundingClientRect(), target.getBoundingClientRect()];
    const below = isFoot ? to.bottom - from.bottom + 8 : to.top - from.top - (place === "even" ? 8 : from.height / 4);
    frame.scrollTop += below;
  };

  sample.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place]");
    if (button) show(button.dataset.place, true);
  });

  let changed = "";
  let stood = 0;
  const remember = (event) => {
    const name = (event.target.name ?? "").replace(/_[01]$/, "").replace("_fallback", "_font");
    if (name in shownBy) changed = shownBy[name];
  };
  sample.closest("form").addEventListener("input", remember);
  sample.closest("form").addEventListener("change", remember);
  sample.addEventListener("htmx:beforeSwap", () => {
    stood = sample.querySelector(".profile-scroll")?.scrollTop ?? 0;
  });
  sample.addEventListener("htmx:afterSwap", () => {
    const frame = sample.querySelector(".profile-scroll");
    if (frame) frame.scrollTop = stood;
    if (changed) show(changed, false);
    changed = "";
  });
})();
