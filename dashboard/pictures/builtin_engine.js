// What Plotly needs of a browser and the engine does not have.

// Plotly warns about what it replaces; without a console every warning is an error.
globalThis.console = globalThis.console || {};
for (const name of ["log", "info", "warn", "error", "trace"]) console[name] = () => {};

// The engine's own box of a text takes all pieces of a line as if they lay on each other, and only
// the bold ones where there are any. Here a line is as wide as its pieces together.
(() => {
  const boxOfOthers = Element.prototype.getBBox;

  const stated = (node, name) => node.style?.getPropertyValue(name) || node.getAttribute(name);
  const nearest = (node, name) => {
    for (let each = node; each && each.nodeType === 1; each = each.parentNode) {
      const value = stated(each, name);
      if (value) return value.trim();
    }
    return "";
  };
  const number = (node, name) => parseFloat(node.getAttribute(name)) || 0;
  const measured = (text, font) => {
    const [width, height, ascent] = globalThis
      ._measureTextRaw(text, font.family, String(font.size), font.weight)
      .split(",")
      .map(Number);
    return { width, height, ascent };
  };

  Element.prototype.getBBox = function () {
    if (this.tagName.toLowerCase() !== "text") return boxOfOthers.call(this);
    const lines = [{ x: number(this, "x"), y: number(this, "y"), width: 0, height: 0, ascent: 0 }];
    const read = (node, font) => {
      for (const child of node.childNodes) {
        const line = lines[lines.length - 1];
        if (child.nodeType === 3) {
          const piece = measured(child.nodeValue, font);
          line.width += piece.width;
          line.height = Math.max(line.height, piece.height);
          line.ascent = Math.max(line.ascent, piece.ascent);
          continue;
        }
        if (child.nodeType !== 1) continue;
        const own = {
          family: stated(child, "font-family") || font.family,
          size: parseFloat(stated(child, "font-size")) || font.size,
          weight: stated(child, "font-weight") || font.weight,
        };
        if (child.hasAttribute("x")) {
          const down = child.getAttribute("dy") || "";
          const step = parseFloat(down) || 0;
          lines.push({
            x: number(child, "x"),
            y: number(child, "y") + (down.endsWith("em") ? step * own.size : step),
            width: 0,
            height: 0,
            ascent: 0,
          });
        }
        read(child, own);
      }
    };
    read(this, {
      family: nearest(this, "font-family"),
      size: parseFloat(nearest(this, "font-size")) || 12,
      weight: nearest(this, "font-weight"),
    });
    const anchor = nearest(this, "text-anchor");
    const share = anchor === "middle" ? 0.5 : anchor === "end" ? 1 : 0;
    const filled = lines.filter((line) => line.height > 0);
    if (!filled.length) filled.push(lines[0]);
    const left = Math.min(...filled.map((line) => line.x - share * line.width));
    const right = Math.max(...filled.map((line) => line.x + (1 - share) * line.width));
    const top = Math.min(...filled.map((line) => line.y - line.ascent));
    const bottom = Math.max(...filled.map((line) => line.y - line.ascent + line.height));
    const [width, height] = [right - left, bottom - top];
    return { x: left, y: top, width, height, left, top, right, bottom };
  };
})();
