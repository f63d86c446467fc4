// Brings the chart that the address names (?diagramm=gemeinden-karte-dialoge) into view and gives
// its heading the focus, once per arrival: a link to a chart then leads to the chart and not to the
// top of its page.

"use strict";

(() => {
  // The pictures above it may still grow: look again for so long, unless somebody moves meanwhile.
  const SETTLES_MS = 2500;
  let reached = "";
  let waiting = false;

  function headingOf(chart) {
    if (!/^[a-z0-9-]+$/.test(chart)) return null;
    return document.querySelector(`.st-key-chart-${chart} :is(h2, h3)`);
  }

  function look() {
    waiting = false;
    const chart = new URLSearchParams(location.search).get("diagramm");
    const arrival = chart ? `${location.pathname} ${chart}` : "";
    if (arrival === reached) return;
    if (!chart) {
      reached = "";
      return;
    }
    const drawn = document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]');
    const heading = headingOf(chart);
    if (!drawn || !heading) return;
    reached = arrival;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    follow(heading);
  }

  function follow(heading) {
    const until = Date.now() + SETTLES_MS;
    let moved = false;
    const stop = () => (moved = true);
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      addEventListener(kind, stop, { once: true, passive: true });
    }
    const step = () => {
      if (moved || !heading.isConnected) return;
      heading.closest('[class*="st-key-chart-"]').scrollIntoView({ block: "start" });
      if (Date.now() < until) setTimeout(step, 250);
    };
    step();
  }

  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(look);
  }

  new MutationObserver(soon).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-test-script-state"],
  });
})();
