// Comfort only: every page works without it.
"use strict";
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

// a field that narrows the list it names
for (const field of document.querySelectorAll("[data-filter]")) {
  const list = document.querySelector(field.dataset.filter);
  field.addEventListener("input", () => {
    const wanted = fold(field.value);
    for (const item of list.children) item.hidden = !fold(item.textContent).includes(wanted);
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

// one box that ticks all that are shown
for (const box of document.querySelectorAll("[data-all]")) {
  box.closest(".scripted").hidden = false;
  box.addEventListener("change", () => {
    for (const other of document.querySelectorAll(`${box.dataset.all} input[type=checkbox]`))
      if (!other.closest("[hidden]")) other.checked = box.checked;
  });
}

// characters, counted as they are typed
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const shown = document.createElement("output");
  shown.className = "help number";
  shown.setAttribute("aria-live", "off"); // else every letter would be answered aloud
  const count = () => { shown.textContent = area.value.length; };
  area.after(shown);
  area.addEventListener("input", count);
  count();
}

// photos that are too large are told before they are sent
for (const field of document.querySelectorAll("input[data-largest]")) {
  field.addEventListener("change", () => {
    const sizes = [...field.files].map((file) => file.size);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const tooLarge = all > Number(field.dataset.largest) || Math.max(...sizes) > Number(field.dataset.largestEach);
    field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
    field.reportValidity();
  });
}
