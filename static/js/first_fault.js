// After a refused save the cursor stands in the first field to mend: that of the first link in [data-first-fault],
// else the first field marked as invalid.
(() => {
  const told = document.querySelector("[data-first-fault]");
  if (!told) return;
  const link = told.querySelector("a[href^='#']");
  const named = link && document.getElementById(link.hash.slice(1));
  const field = named ?? document.querySelector("[aria-invalid='true']:not([type=hidden])");
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.focus();
})();
