// When a phrase row is added, rows without a number take the next ones, in the order in which they stand.
(() => {
  const numberRows = () => {
    const numbers = [...document.querySelectorAll(".phrase:not(.empty-form) .phrase-position input")];
    let last = Math.max(0, ...numbers.map((number) => Number(number.value)));
    for (const number of numbers) {
      if (number.value === "") number.value = ++last;
    }
  };
  document.addEventListener("formset:added", numberRows);
})();
