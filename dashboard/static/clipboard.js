// Copies a sentence, a link or the code to embed a chart.
//
//   <button data-copy="link" data-text="charts/themen-wann.html">Link kopieren</button>
// The listener sits on the document, because Streamlit replaces the buttons at every run.

"use strict";

(() => {
  /** Say it beside the button, also to screen readers. */
  function say(button, sentence) {
    let place = button.parentElement.querySelector('[role="status"]');
    if (!place) {
      place = document.createElement("span");
      place.setAttribute("role", "status");
      button.parentElement.append(place);
    }
    place.textContent = sentence;
  }

  // This file lies one folder below the root of the server, wherever a proxy puts that.
  const ROOT = new URL("../", document.currentScript.src);
  const COPIED = {
    sentence: "Der Satz ist kopiert.",
    link: "Der Link ist kopiert.",
    "picture-link": "Der Link zum Bild ist kopiert.",
    iframe: "Der Code zum Einbetten ist kopiert.",
  };

  function textToCopy({ copy, text, title }) {
    if (copy === "sentence") return text;
    const address = new URL(text, ROOT).href;
    if (copy !== "iframe") return address;
    const frame = document.createElement("iframe");
    for (const [name, value] of Object.entries({
      src: address, title, width: "100%", height: "700", loading: "lazy", style: "border:0",
    })) {
      frame.setAttribute(name, value);
    }
    return frame.outerHTML;
  }

  /** Browsers give the clipboard to https and to this machine only; the old way works elsewhere. */
  async function toClipboard(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("no clipboard");
  }

  async function copy(button) {
    const text = textToCopy(button.dataset);
    try {
      await toClipboard(text);
      say(button, COPIED[button.dataset.copy]);
    } catch (problem) {
      console.error(problem);
      say(button, `Bitte von Hand kopieren: ${text}`);
    }
    button.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (button) copy(button);
  });
})();
