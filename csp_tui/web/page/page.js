// Joins the page to its server, wherever it stands; textual.js does the rest.
"use strict";

(() => {
  const terminal = document.querySelector("#terminal");
  const again = document.querySelector("#again");
  const here = new URL(document.baseURI);

  const address = new URL("ws", here);
  address.protocol = here.protocol === "https:" ? "wss:" : "ws:";
  address.search = address.hash = "";
  terminal.dataset.sessionWebsocketUrl = address.href;

  const asked = parseInt(here.searchParams.get("fontsize"), 10) || 16;
  terminal.dataset.fontSize = Math.min(Math.max(asked, 8), 40);

  // textual.js keeps its connection to itself, and tells nobody how it begins and ends.
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", (event) => this.#met(event));
      this.addEventListener("close", ended);
    }

    send(data) {
      if (this.readyState === WebSocket.OPEN) {
        super.send(data);
      }
    }

    #met(event) {
      if (typeof event.data !== "string") {
        takeKeys();
        return;
      }
      const [kind, text] = JSON.parse(event.data);
      if (kind === "exit_message") {
        document.querySelector("#why").textContent = text;
      }
    }
  };

  // Once: whoever goes elsewhere with Tab afterwards is not called back.
  let takesKeys = false;

  function takeKeys() {
    if (!takesKeys) {
      takesKeys = true;
      document.querySelector(".xterm-helper-textarea").focus();
    }
  }

  function ended() {
    document.body.classList.add("-closed");
    document.activeElement?.blur();
    again.focus();
  }

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

  again.addEventListener("click", () => window.location.reload());

  // The terminal measures its font once, so that the font must be there before.
  const begin = window.onload;
  window.onload = null;
  const late = new Promise((done) => window.setTimeout(done, 3000));
  Promise.race([document.fonts.load('16px "Roboto Mono"'), late]).then(begin, begin);
})();
