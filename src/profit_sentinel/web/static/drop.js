"use strict";
const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
addEventListener("dragleave", () => form.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; form.requestSubmit(); }
});
input.addEventListener("change", () => form.classList.add("chosen"));
