// Says when a page that brings itself up to date no longer can: an old "3 seconds ago" would calm people wrongly.
"use strict";
(() => {
  const stale = document.getElementById("stale");
  document.addEventListener("htmx:error", () => { stale.hidden = false; });
  document.addEventListener("htmx:after:request", (event) => { stale.hidden = event.detail.ctx.response.status < 400; });
})();
