// Drag a post to another day of the week: the same form as by hand, filled in. Without this script the day's page does it.
"use strict";
(() => {
  const week = document.querySelector("[data-move]");
  const form = document.querySelector(".move-by-drag");
  let dragged = null;
  const dayOf = (event) => event.target.closest("[data-day]");

  week.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-post]");
    if (dragged) {
      event.dataTransfer.setData("text/plain", dragged.dataset.post);
      event.dataTransfer.effectAllowed = "move";
    }
  });
  week.addEventListener("dragover", (event) => {
    const day = dayOf(event);
    if (!dragged || !day) return;
    event.preventDefault();
    for (const each of week.children) each.classList.toggle("target", each === day);
  });
  week.addEventListener("dragend", () => {
    for (const each of week.children) each.classList.remove("target");
  });
  week.addEventListener("drop", (event) => {
    const day = dayOf(event);
    if (!dragged || !day || day === dragged.closest("[data-day]")) return;
    event.preventDefault();
    form.action = form.dataset.action.replace("/0/", `/${dragged.dataset.post}/`);
    form.elements.seen.value = `${dragged.closest("[data-day]").dataset.day}T${dragged.dataset.time}`;
    form.elements.at.value = `${day.dataset.day}T${dragged.dataset.time}`;
    form.submit();
  });
})();
