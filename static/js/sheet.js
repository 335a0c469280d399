// Rows of the figure sheet save by themselves once one leaves a cell; each gets its own answer. What could not be sent is
// kept in this browser and sent again: after a while, when the network is back, after signing in again.
(() => {
  const { sheet, send, backOff, signInHere } = window.edusum ?? {};
  const bar = document.querySelector("[data-sheet-status]"); // only for who may fill
  if (!sheet || !send || !bar) return;
  const { form } = sheet;
  const SOON = 200;
  const FIELDS = ["entry", "approximation", "not_applicable", "note", "reason"];
  const { user, place, title } = form.dataset;
  const about = { user, place: `sheet-${place}`, title, url: window.location.pathname + window.location.search };
  const said = document.querySelector("[data-sheet-said]");
  const again = document.querySelector("[data-sheet-again]");
  const undo = document.querySelector("[data-sheet-undo]");
  let timer = 0;
  let isSending = false;
  let waitsAtDoor = false; // nothing is sent until whoever opened this page has signed in
  let attempt = 0;
  let pasted = "";
  const overtaken = new Set(); // of what is refused: codes where somebody else stored another number meanwhile
  const refused = new Map(); // by code: what was refused as it was typed, so that it is not sent over and over

  const value = (input) => (input.type === "checkbox" ? (input.checked ? "True" : "False") : input.value);
  const stored = (input) => sheet.initial(input)?.value ?? "";
  const cells = (row) => FIELDS.map((name) => sheet.field(row, name)).filter(Boolean);
  const isChanged = (input) => value(input) !== stored(input);
  const typed = (row) => cells(row).map(value).join("\u0000");
  const allRows = () => [...form.querySelectorAll("tr[data-row]")];
  const changed = () => allRows().filter((row) => cells(row).some(isChanged));
  // What is refused is sent again only once it is typed anew, also when it was brought back to what is stored.
  const waiting = () =>
    allRows().filter((row) =>
      refused.has(row.dataset.row) ? refused.get(row.dataset.row) !== typed(row) : cells(row).some(isChanged),
    );

  // `act` is what one can press: to send once more is of use only where the number itself is not what is wrong.
  const say = (words, { isWrong = false, act = "" } = {}) => {
    said.textContent = words;
    bar.hidden = false;
    bar.classList.toggle("is-wrong", isWrong);
    again.hidden = !act;
    again.textContent = act;
  };
  sheet.say = (words) => {
    pasted = words;
    say(words);
  };

  // What is not stored yet, for the next visit of this page in this browser.
  const keep = () => {
    const told = (row) => Object.fromEntries(cells(row).map((input) => [input.name, [value(input), stored(input)]]));
    const rows = Object.fromEntries(changed().map((row) => [row.dataset.row, told(row)]));
    if (Object.keys(rows).length) window.edusum.keep({ ...about, rows });
    else window.edusum.forgetOwn(about);
  };

  const put = (input, text) => {
    if (input.type === "checkbox") input.checked = text === "True";
    else input.value = text;
  };

  // What was typed, over what it was typed over: where somebody has changed that since, the server tells.
  const putBack = (row, fields) => {
    const found = cells(row).filter((input) => input.name in fields);
    if (found.every((input) => fields[input.name][0] === value(input))) return false;
    for (const input of found) {
      const [words, over] = fields[input.name];
      put(input, words);
      sheet.initial(input).value = over;
    }
    return cells(row).some(isChanged);
  };

  // Of all earlier visits, the newest first; rows that this page doesn't show wait for one that does.
  const bringBack = () => {
    const entries = window.edusum.kept(user).filter((entry) => entry.place === about.place);
    let count = 0;
    const left = entries.map((entry) => {
      const rows = Object.entries(entry.rows).filter(([code, fields]) => {
        const row = document.getElementById(code);
        if (!row || !cells(row).length) return true;
        if (!cells(row).some(isChanged) && putBack(row, fields)) count += 1;
        return false;
      });
      return { ...entry, rows: Object.fromEntries(rows) };
    });
    if (count) keep();
    for (const { id, ...entry } of left) {
      if (Object.keys(entry.rows).length) window.edusum.keepAs(id, entry);
      else window.edusum.forget(id);
    }
    return count;
  };

  const mark = () => {
    for (const row of allRows()) row.classList.toggle("is-unsaved", cells(row).some(isChanged));
  };

  const fieldsOf = (rows) => {
    const fields = [["rows", rows.map((row) => row.dataset.row).join(",")]];
    for (const input of rows.flatMap(cells)) {
      const before = sheet.initial(input);
      if (before) fields.push([before.name, before.value]);
      if (input.type !== "checkbox" || input.checked) fields.push([input.name, input.type === "checkbox" ? "on" : input.value]);
    }
    return fields;
  };

  // The row as the server has it now; what was typed since it was sent stays.
  const show = (code, html, sent) => {
    const row = document.getElementById(code);
    if (!row || (sent === undefined && refused.has(code))) return;
    const holder = document.createElement("template");
    holder.innerHTML = `<table><tbody>${html}</tbody></table>`;
    const fresh = holder.content.querySelector("tr");
    const wasTyped = sent === undefined ? cells(row).some(isChanged) : typed(row) !== sent;
    for (const input of cells(row)) {
      const other = fresh.querySelector(`[name="${input.name}"]`);
      const before = fresh.querySelector(`[name="initial-${input.name}"]`);
      if (!other || !before) continue;
      if (!wasTyped && value(input) !== value(other)) put(input, value(other));
      // What is typed and not sent yet stands on what its writer saw, whoever changed it since.
      if (!wasTyped || sent !== undefined) sheet.initial(input).value = before.value;
    }
    for (const part of row.querySelectorAll("[data-part]")) {
      const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (other && other.innerHTML !== part.innerHTML) part.replaceWith(other);
      else if (other) part.className = other.className;
    }
    for (const part of row.querySelectorAll("[data-part-hidden]")) {
      const other = fresh.querySelector(`[data-part-hidden="${part.dataset.partHidden}"]`);
      part.hidden = other.hidden && !part.contains(document.activeElement);
    }
    for (const name of ["needs-look", "is-others"]) row.classList.toggle(name, fresh.classList.contains(name));
    const cell = row.querySelector(".sheet-input");
    cell.className = fresh.querySelector(".sheet-input").className;
    const entry = sheet.field(row, "entry");
    if (cell.classList.contains("is-refused")) entry?.setAttribute("aria-invalid", "true");
    else entry?.removeAttribute("aria-invalid");
  };

  const take = (answer, sent) => {
    for (const [code, html] of Object.entries(answer.rows)) show(code, html, sent.get(code));
    for (const code of sent.keys()) {
      if (answer.refused.includes(code)) refused.set(code, sent.get(code));
      else refused.delete(code);
      if (answer.overtaken.includes(code)) overtaken.add(code);
      else overtaken.delete(code);
    }
    for (const place of document.querySelectorAll("[data-live]")) {
      const words = answer.live[place.dataset.live];
      if (words !== undefined) place.textContent = words;
    }
  };

  const summary = (answer) => {
    const wrong = allRows().filter((row) => refused.has(row.dataset.row)).length;
    const words = answer.changed || !(answer.proposed || wrong) ? [`已保存 ${answer.at}`] : [];
    if (answer.proposed) {
      words.push(`${answer.proposed} 项改动已提出，等${answer.publisher}发布，发布前仍是原来的数`);
    }
    if (wrong) words.push(`有 ${wrong} 项要改正，改好前没有保存`);
    const told = `${pasted}${words.join("；")}${words.length > 1 || wrong || answer.proposed ? "。" : ""}`;
    pasted = "";
    return told;
  };

  const later = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(flush, wait);
  };

  const failed = ({ kind, words }) => {
    waitsAtDoor = ["signed_out", "other_user"].includes(kind);
    if (waitsAtDoor) signInHere?.();
    const isOver = waitsAtDoor || kind === "password";
    const why = {
      offline: "还没有保存，正在重试。您填写的内容留在这个浏览器里。",
      signed_out: "登录已过期，还没有保存。重新登录后会接着保存。",
    };
    const acts = { offline: "现在重试", signed_out: "重新登录", other_user: "重新登录", password: "现在重试" };
    say(why[kind] ?? (words || "没有保存，请刷新页面后再试。"), { isWrong: true, act: acts[kind] ?? "" });
    if (kind === "offline") later(backOff(attempt));
    attempt += isOver ? 0 : 1;
  };

  const flush = async () => {
    window.clearTimeout(timer);
    if (isSending || waitsAtDoor) return;
    const rows = waiting();
    if (!rows.length) return;
    isSending = true;
    const sent = new Map(rows.map((row) => [row.dataset.row, typed(row)]));
    if (!pasted) say("正在保存……");
    const { ok, told } = await send(form.dataset.saveUrl, fieldsOf(rows));
    isSending = false;
    if (ok) {
      attempt = 0;
      take(told, sent);
      say(summary(told), { isWrong: refused.size > 0, act: overtaken.size ? "仍用我填的数" : "" });
    } else failed(told);
    mark();
    keep();
    if (ok && waiting().length) later(SOON);
  };

  // A number and 不适用 do not go together: the later one counts.
  const settle = (input) => {
    const row = input.closest("tr[data-row]");
    const entry = row && sheet.field(row, "entry");
    const without = row && sheet.field(row, "not_applicable");
    if (!entry || !without) return;
    if (input === entry && entry.value.trim()) without.checked = false;
    if (input === without && without.checked) entry.value = "";
  };

  form.addEventListener("input", (event) => {
    settle(event.target);
    mark();
    keep();
    if (!bar.classList.contains("is-wrong")) said.textContent = "";
    bar.hidden = said.textContent === "";
  });
  form.addEventListener("change", (event) => {
    undo.hidden = undo.hidden || event.isTrusted;
    mark();
    keep();
    later(SOON);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (waiting().length || refused.size) sendAnew();
    else say("已全部保存。");
  });
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[formaction]");
    if (!button) return;
    event.preventDefault();
    if (waiting().length) await flush();
    const row = button.closest("tr");
    const { ok, told } = await send(button.getAttribute("formaction"), [["rows", row.dataset.row]]);
    if (!ok) return failed(told);
    for (const [code, html] of Object.entries(told.rows)) show(code, html);
    say(told.words);
    return sheet.field(row, "entry")?.focus();
  });
  const openDoor = () => {
    waitsAtDoor = false;
    flush();
  };
  // A number that somebody else changed meanwhile is confirmed so: sent once more as it is.
  const sendAnew = () => {
    for (const code of refused.keys()) refused.set(code, "");
    openDoor();
  };
  again.addEventListener("click", sendAnew);
  window.addEventListener("online", flush);
  document.addEventListener("edusum:signed-in", openDoor);
  window.addEventListener("beforeunload", (event) => {
    if (changed().length && !window.edusum.isLeaving) event.preventDefault();
  });

  for (const button of document.querySelectorAll("[data-sheet-save]")) button.hidden = true;
  for (const row of form.querySelectorAll(".is-refused")) {
    const code = row.closest("tr").dataset.row;
    refused.set(code, typed(row.closest("tr")));
  }
  const count = bringBack();
  if (count) say(`上次有 ${count} 项没有保存，已放回，正在保存……`);
  mark();
  if (waiting().length) later(SOON);
})();
