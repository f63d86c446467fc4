// What Streamlit's page lacks for people who use a keyboard or a screen reader.
//
// Only attributes are set and focus is moved; no node of React's tree is added or removed. The one
// node of our own stands beside that tree.

"use strict";

(() => {
  // --- roles -------------------------------------------------------------------------------

  // The menu is a list whose entries stand inside sections, which a list must not have: each
  // section becomes the list, named by its heading. The place to drop a file has a name, so it is
  // no decoration.
  const REPAIRS = [
    ['[data-testid="stSidebarNavItems"]', (list) => {
      if (![...list.children].some((child) => child.tagName === "DIV")) return;
      list.setAttribute("role", "none");
      for (const section of list.querySelectorAll(":scope > div")) {
        section.setAttribute("role", "list");
        const title = section.querySelector('[data-testid="stNavSectionHeader"] p');
        if (title) section.setAttribute("aria-label", title.textContent);
      }
    }],
    ['[data-testid="stFileUploaderDropzone"][role="presentation"]', (zone) => {
      zone.setAttribute("role", "group");
    }],
    // On the narrowest screens a chart scrolls inside its card; the keyboard has to get there.
    ['[data-testid="stElementContainer"]:has(> * [data-testid="stPlotlyChart"])', (frame) => {
      const scrolls = frame.scrollWidth > frame.clientWidth + 1;
      if (scrolls === frame.hasAttribute("tabindex")) return;
      const attributes = { tabindex: "0", role: "group", "aria-label": "Diagramm, seitlich verschiebbar" };
      for (const [name, value] of Object.entries(attributes)) {
        if (scrolls) frame.setAttribute(name, value);
        else frame.removeAttribute(name);
      }
    }],
  ];

  function repair() {
    for (const [selector, mend] of REPAIRS) document.querySelectorAll(selector).forEach(mend);
  }

  // --- single keys -------------------------------------------------------------------------

  // Streamlit runs the page again at "r" and offers to clear its cache at "c", wherever the focus
  // is. Who dictates or types without looking sets them off (WCAG 2.1.4), so they do nothing.
  const TYPING = "input, textarea, select, [contenteditable=true]";
  window.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && /^[rc]$/i.test(event.key) && !event.target.closest?.(TYPING)) {
      event.stopImmediatePropagation();
    }
  }, true);

  // --- focus -------------------------------------------------------------------------------

  // A run of the page may replace the element that has the focus; then it is on nothing and the
  // next Tab starts at the top. Streamlit names its elements by key, so the successor is found.
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
  let last = null;

  function keyOf(element) {
    const keyed = element.closest('[class*="st-key-"]');
    const name = keyed && [...keyed.classList].find((each) => each.startsWith("st-key-"));
    return name ? { name, place: [...keyed.querySelectorAll(FOCUSABLE)].indexOf(element) } : null;
  }

  document.addEventListener("focusin", (event) => {
    last = { element: event.target, key: keyOf(event.target) };
  });
  // Who clicks beside everything wants the focus gone.
  document.addEventListener("pointerdown", () => { last = null; }, true);

  function refocus() {
    const lost = document.activeElement === document.body || !document.activeElement;
    if (!lost || !last?.key || last.element.isConnected) return;
    const keyed = document.getElementsByClassName(last.key.name)[0];
    const successor = keyed?.querySelectorAll(FOCUSABLE)[last.key.place];
    if (successor && !successor.disabled) successor.focus({ preventScroll: true });
  }

  // --- what has changed --------------------------------------------------------------------

  // A choice changes figures elsewhere on the page: said once the page stands, by a line that only
  // screen readers get (WCAG 4.1.3).
  const status = document.createElement("p");
  status.id = "rd-status";
  status.setAttribute("role", "status");
  document.body.append(status);

  let running = false;
  let acted = false;
  let address = location.pathname;
  for (const kind of ["change", "click", "keyup"]) {
    document.addEventListener(kind, (event) => { acted ||= event.isTrusted; }, true);
  }

  function tellRun(app) {
    const isRunning = app.getAttribute("data-test-script-state") === "running";
    if (isRunning && !running) status.textContent = "";
    if (!isRunning && running && acted) {
      const title = document.querySelector("h1")?.textContent ?? "";
      const moved = location.pathname !== address;
      status.textContent = moved && title ? `Seite „${title}“ ist geladen.` : "Seite aktualisiert.";
      address = location.pathname;
      acted = false;
    }
    running = isRunning;
  }

  // --- watching ----------------------------------------------------------------------------

  new MutationObserver((changes) => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app) tellRun(app);
    if (changes.some((change) => change.type === "childList")) {
      repair();
      refocus();
    }
  }).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-test-script-state"],
  });
  window.addEventListener("resize", repair);
  repair();
})();
