"use strict";
// A form is sent once: its buttons rest until the answer is there, or the page is come back to.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "yes";
  setTimeout(() => { for (const button of form.querySelectorAll("button")) { button.disabled = true; } });
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll("button")) { button.disabled = false; }
  }
});
