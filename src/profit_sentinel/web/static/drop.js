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
// Sent by hand, so that a network that breaks is told here and the files stay chosen.
const told = document.getElementById("sending");
const bar = told.querySelector("progress");
const button = form.querySelector("button");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  document.getElementById("lost").hidden = true;
  told.hidden = false;
  const request = new XMLHttpRequest();
  const lost = () => { button.disabled = false; told.hidden = true; document.getElementById("lost").hidden = false; };
  request.upload.onprogress = (step) => { bar.value = step.loaded / step.total; };
  request.onload = () => {
    if (request.status < 400) { location.assign(request.responseURL); return; }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[role=alert]:not([hidden])");
    lost();
    document.getElementById("lost").textContent = answer ? answer.textContent : "The service refused the files.";
  };
  request.onerror = request.onabort = request.ontimeout = lost;
  request.open("POST", form.action);
  request.send(new FormData(form));
});
