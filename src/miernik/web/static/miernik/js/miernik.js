/* The site works without this file. It only tells screen readers what HTMX has changed. */
document.addEventListener("htmx:afterSwap", (event) => {
  const words = event.target.querySelector("[data-announce]");
  const place = document.querySelector("[data-announcer]");
  if (words && place) place.textContent = words.textContent.trim();
});

/* After a part of a page was replaced, the keyboard goes on from the message about it. */
document.addEventListener("htmx:afterSettle", () => {
  document.querySelector("[data-focus]")?.focus();
});
