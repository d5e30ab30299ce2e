// Says when a page that brings itself up to date no longer can: an old "3 seconds ago" would calm people wrongly. And lets
// a person stop it, who needs more time to read.
"use strict";
(() => {
  const stale = document.getElementById("stale");
  const pause = document.getElementById("pause");
  document.addEventListener("htmx:error", () => { stale.hidden = false; });
  document.addEventListener("htmx:after:request", (event) => { stale.hidden = event.detail.ctx.response.status < 400; });
  document.addEventListener("htmx:before:request", (event) => {
    if (pause.ariaPressed === "true") event.preventDefault();
  });
  pause.addEventListener("click", () => { pause.ariaPressed = String(pause.ariaPressed !== "true"); });
  pause.hidden = false;
})();
