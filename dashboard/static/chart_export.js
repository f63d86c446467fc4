// Saves a chart as SVG or PNG without the server and without Plotly's mode bar, whose buttons a
// keyboard does not reach.
//
// A page draws the chart and the buttons in one container with the key "chart-<id>":
//   <button data-chart-export="svg" data-file-name="gemeinden-karte-2026">Bild als SVG</button>
// The listener sits on the document, because Streamlit replaces the buttons at every run.

"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  // 3 × 96 dpi: sharp in print at the size it has on the screen.
  const PNG_SCALE = 3;
  // What Plotly lays over the picture for the mouse.
  const NOT_PICTURE = ".hoverlayer, .draglayer, .zoomlayer, [style*='display: none']";

  /** One SVG element with everything in it, from the layers that Plotly stacks. */
  function standAlone(plot) {
    const [base, ...above] = plot.querySelectorAll(".main-svg");
    const width = Number(base.getAttribute("width"));
    const height = Number(base.getAttribute("height"));
    const picture = base.cloneNode(true);
    for (const layer of above) picture.append(...layer.cloneNode(true).childNodes);
    for (const extra of picture.querySelectorAll(NOT_PICTURE)) extra.remove();
    for (const text of picture.querySelectorAll("[data-unformatted]")) {
      text.removeAttribute("data-unformatted");
    }

    for (const name of ["class", "style"]) picture.removeAttribute(name);
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("role", "img");

    const paper = document.createElementNS(SVG, "rect");
    paper.setAttribute("width", "100%");
    paper.setAttribute("height", "100%");
    paper.setAttribute("fill", "#ffffff");
    picture.prepend(paper);

    const described = plot.closest("[aria-label]") ?? plot.querySelector("[aria-label]");
    if (described && !described.closest(".modebar")) {
      const title = document.createElementNS(SVG, "title");
      title.textContent = described.getAttribute("aria-label");
      picture.prepend(title);
    }
    return { picture, width, height };
  }

  function toText(picture) {
    // Inside a file only a reference without an address finds its target.
    return new XMLSerializer()
      .serializeToString(picture)
      .replaceAll(/url\((&quot;|"|')?[^)#]*#([^)"'&]+)(&quot;|"|')?\)/g, "url(#$2)");
  }

  /** The page's own font files that the picture uses, as rules for inside the picture: an SVG that
   * is drawn as an image sees no fonts of its page. */
  async function fontRules(picture) {
    const used = new Set(
      [picture, ...picture.querySelectorAll("[style*='font-family']")].flatMap((element) =>
        (element.style.fontFamily || "").split(",").map((name) => name.trim().replaceAll(/["']/g, "")),
      ),
    );
    const rules = [];
    for (const face of document.fonts) {
      const family = face.family.replaceAll(/["']/g, "");
      if (used.has(family) && face.status === "loaded") rules.push(await embedded(face, family));
    }
    return rules.join("\n");
  }

  async function embedded(face, family) {
    const source = fontSource(family, face.style);
    if (!source) return "";
    const font = await (await fetch(source)).blob();
    const data = await new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(font);
    });
    return `@font-face { font-family: "${family}"; font-style: ${face.style}; ` +
      `font-weight: ${face.weight}; src: url(${data}); }`;
  }

  function fontSource(family, style) {
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (!(rule instanceof CSSFontFaceRule)) continue;
        const found = rule.style;
        const sameFamily = found.getPropertyValue("font-family").replaceAll(/["']/g, "") === family;
        const sameStyle = (found.getPropertyValue("font-style") || "normal") === style;
        const address = found.getPropertyValue("src").match(/url\(["']?([^"')]+)/);
        if (sameFamily && sameStyle && address) {
          return new URL(address[1], sheet.href ?? document.baseURI);
        }
      }
    }
    return null;
  }

  async function toPng({ picture, width, height }) {
    const fonts = document.createElementNS(SVG, "style");
    fonts.textContent = await fontRules(picture);
    picture.prepend(fonts);
    const image = new Image();
    const address = URL.createObjectURL(new Blob([toText(picture)], { type: "image/svg+xml" }));
    try {
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(width * PNG_SCALE);
      canvas.height = Math.round(height * PNG_SCALE);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    // The browser reads the address after the click has returned.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

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

  async function exportChart(button) {
    const plot = button.closest('[class*="st-key-chart-"]')?.querySelector(".js-plotly-plot");
    if (!plot?.querySelector(".main-svg")) {
      say(button, "Das Bild ist noch nicht fertig. Bitte gleich noch einmal versuchen.");
      return;
    }
    const format = button.dataset.chartExport === "png" ? "png" : "svg";
    const name = `${button.dataset.fileName || "diagramm"}.${format}`;
    try {
      const drawn = standAlone(plot);
      const blob = format === "png"
        ? await toPng(drawn)
        : new Blob([toText(drawn.picture)], { type: "image/svg+xml" });
      save(blob, name);
      say(button, `Gespeichert: ${name}`);
    } catch (problem) {
      console.error(problem);
      say(button, "Das Bild ließ sich nicht speichern. Bitte die Seite neu laden.");
    }
  }

  // --- the clipboard ---------------------------------------------------------------------------

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
    const button = event.target.closest?.("button[data-chart-export], button[data-copy]");
    if (button?.dataset.copy) copy(button);
    else if (button) exportChart(button);
  });
})();
