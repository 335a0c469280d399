// Choosing the metrics of a table or chart: rows move, go and come without asking the server; units follow the names.
(() => {
  const fieldset = document.querySelector("[data-metric-rows]");
  const list = fieldset?.querySelector("ol");
  if (!list) return;
  const units = new Map([...fieldset.querySelectorAll("datalist option")].map((option) => [option.value, option.label]));
  const others = new Map(Object.entries(JSON.parse(fieldset.dataset.otherNames || "{}")));
  const unitOf = (name) => units.get(name) ?? others.get(name);
  const rows = () => [...list.children];
  const inputOf = (row) => row.querySelector("input");

  const tell = (row) => {
    const unit = row.querySelector("[data-unit]");
    unit.textContent = unitOf(inputOf(row).value.trim()) ?? "";
    inputOf(row).classList.remove("is-invalid");
    inputOf(row).removeAttribute("aria-invalid");
  };

  // When a name is typed to its end: whether there is such a metric.
  const check = (row) => {
    const name = inputOf(row).value.trim();
    if (!name || unitOf(name) !== undefined) return;
    row.querySelector("[data-unit]").textContent = "没有这项";
    inputOf(row).classList.add("is-invalid");
    inputOf(row).setAttribute("aria-invalid", "true");
  };

  const renumber = () => rows().forEach((row, number) => inputOf(row).setAttribute("aria-label", `第${number + 1}项指标`));

  const added = () => {
    const row = list.lastElementChild.cloneNode(true);
    inputOf(row).value = "";
    inputOf(row).removeAttribute("id");
    list.append(row);
    tell(row);
    renumber();
    return row;
  };

  const moves = {
    up: (row) => row.previousElementSibling?.before(row),
    down: (row) => row.nextElementSibling?.after(row),
    remove: (row) => {
      if (rows().length === 1) added();
      (inputOf(row.nextElementSibling ?? row.previousElementSibling)).focus();
      row.remove();
    },
  };

  for (const row of rows()) row.querySelector("[data-row-acts]").hidden = false;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row]");
    if (!button) return;
    moves[button.dataset.row](button.closest("li"));
    if (button.isConnected) button.focus();
    renumber();
  });
  list.addEventListener("input", (event) => tell(event.target.closest("li")));
  list.addEventListener("change", (event) => check(event.target.closest("li")));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault(); // takes what is offered, and goes on
    inputOf(event.target.closest("li").nextElementSibling ?? added()).focus();
  });
  fieldset.querySelector("[data-more-rows]").addEventListener("click", (event) => {
    event.preventDefault();
    inputOf(added()).focus();
  });
})();
