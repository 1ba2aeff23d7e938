/* Only adds: every page works without it. */
"use strict";

// A page with errors starts at its summary, as a screen reader and a keyboard expect.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// One press of a button sends one form; a second press while it is under way sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that answers with a file leaves the page standing, and may be sent again.
  if (form.method === "get" || "again" in form.dataset) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// Back from a later page, the form may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Choosing what a concern is about opens the fold of things to pick by name that fits it.
document.addEventListener("change", (event) => {
  if (event.target.name !== "category") return;
  document.querySelectorAll("details[data-opened-by]").forEach((fold) => {
    if (fold.dataset.openedBy.split(" ").includes(event.target.value)) fold.open = true;
  });
});
