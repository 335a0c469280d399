// A phrase row that is added takes the number after the last one.
document.addEventListener("formset:added", (event) => {
  const number = event.target.querySelector(".phrase-position input");
  if (!number) return;
  const numbers = [...document.querySelectorAll(".phrase:not(.empty-form) .phrase-position input")];
  const others = numbers.filter((other) => other !== number).map((other) => Number(other.value));
  number.value = Math.max(0, ...others) + 1;
});
