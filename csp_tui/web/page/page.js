// Joins the page to its server, wherever it stands; textual.js does the rest.
"use strict";

(() => {
  const terminal = document.querySelector("#terminal");
  const here = new URL(document.baseURI);

  const socket = new URL("ws", here);
  socket.protocol = here.protocol === "https:" ? "wss:" : "ws:";
  socket.search = socket.hash = "";
  terminal.dataset.sessionWebsocketUrl = socket.href;

  const asked = parseInt(here.searchParams.get("fontsize"), 10) || 16;
  terminal.dataset.fontSize = Math.min(Math.max(asked, 8), 40);

  // A download is a link and not a window, which browsers may not open by themselves.
  const open = window.open.bind(window);
  window.open = (address) => {
    const url = new URL(address, here);
    const parts = url.pathname.split("/download/");
    if (url.origin === here.origin && parts.length === 2) {
      const link = document.createElement("a");
      link.href = new URL("download/" + parts[1], here).href;
      link.download = "";
      document.body.append(link);
      link.click();
      link.remove();
      return null;
    }
    return /^https?:$/.test(url.protocol) ? open(url.href, "_blank", "noopener") : null;
  };

  document.querySelector("#again").addEventListener("click", () => window.location.reload());

  // The terminal measures its font once, so that the font must be there before.
  const begin = window.onload;
  window.onload = null;
  const late = new Promise((done) => window.setTimeout(done, 3000));
  Promise.race([document.fonts.load('16px "Roboto Mono"'), late]).then(begin, begin);
})();
