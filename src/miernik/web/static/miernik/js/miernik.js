/* The site works without this file. It only tells screen readers what HTMX has changed. */
document.addEventListener("htmx:afterSwap", (event) => {
  const words = event.target.querySelector("[data-announce]");
  const place = document.querySelector("[data-announcer]");
  if (words && place) place.textContent = words.textContent.trim();
});

/* After a doubt was dealt with, the keyboard goes on from the one that took its place. */
let place = -1;
document.addEventListener("htmx:beforeRequest", (event) => {
  const doubt = event.target.closest("[data-doubt]");
  place = [...document.querySelectorAll("[data-doubt]")].indexOf(doubt);
});
document.addEventListener("htmx:afterSettle", () => {
  const next = document.querySelectorAll("[data-doubt]")[place];
  (next ?? document.querySelector("[data-focus]"))?.focus({ preventScroll: true });
});

/* One box ticks every box of the same form that has the name it names. */
document.addEventListener("change", (event) => {
  const name = event.target.dataset.tickAll;
  if (!name) return;
  for (const box of event.target.form.elements) {
    if (box.name === name) box.checked = event.target.checked;
  }
});
