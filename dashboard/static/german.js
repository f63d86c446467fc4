// Streamlit's own fixed English words in German.
//
// Streamlit cannot be told another language. Its words stand in text nodes and in attributes that
// screen readers speak, so both are exchanged as they appear. Three things keep this from ever
// touching what people typed or what the pages say:
//   - a rule holds only inside the elements it names, and never inside CONTENT;
//   - a rule matches a whole text, not a part of one; where Streamlit puts a name or a number into
//     its sentence, the pattern is anchored at both ends and the name is carried over as it is;
//   - only the value of an existing node is changed, no node is added or removed, because React
//     owns the tree and would fail on a foreign one.

"use strict";

(() => {
  const MONTHS = {
    January: "Januar", February: "Februar", March: "März", April: "April", May: "Mai",
    June: "Juni", July: "Juli", August: "August", September: "September", October: "Oktober",
    November: "November", December: "Dezember",
  };
  const MONTH = `(${Object.keys(MONTHS).join("|")})`;

  // Text that comes from our pages or from people, wherever it stands.
  const CONTENT = [
    ".stHtml",
    '[data-testid="stWidgetLabel"]',
    '[data-testid="stFileChipName"]',
    "textarea",
    ".main-svg", // a chart's labels
  ].join(",");

  // Each rule: where it holds, whole texts, and patterns with their German form.
  const RULES = [
    {
      within: '[data-testid="stSkipToContent"]',
      texts: { "Skip to main content": "Zum Inhalt springen" },
    },
    {
      within: '[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"]',
      texts: {
        "Sidebar": "Seitenleiste",
        "Collapse sidebar": "Seitenleiste einklappen",
        "Expand sidebar": "Seitenleiste ausklappen",
        "App pages": "Seiten",
        "View less": "Weniger zeigen",
        "View more": "Mehr zeigen",
        "(opens in new tab)": "(öffnet sich in einem neuen Reiter)",
      },
      patterns: [[/^View (\d+) more$/, "$1 weitere zeigen"]],
    },
    {
      within: '[data-testid="stToolbar"], [data-testid="stStatusWidget"], ' +
        '[data-testid="stConnectionStatus"], [data-testid="stMainMenuPopover"], ' +
        '[data-testid="stTooltipContent"]',
      texts: {
        "Running...": "Wird geladen …",
        "Stop": "Anhalten",
        "Connecting": "Verbindung wird aufgebaut",
        "Connecting to Streamlit server": "Verbindung zum Server wird aufgebaut",
        "Unable to connect to Streamlit server": "Keine Verbindung zum Server",
        "Error": "Fehler",
        "Main menu": "Hauptmenü",
        "Rerun": "Neu laden",
        "Settings": "Einstellungen",
        "Theme": "Farben",
        "System": "wie im System",
        "Use system setting": "wie im System",
        "Light": "hell",
        "Dark": "dunkel",
        "Print": "Drucken",
      },
    },
    {
      within: '[data-testid="stHeaderActionElements"]',
      texts: { "Link to heading": "Verweis auf diese Überschrift" },
    },
    {
      within: '[data-testid="stTooltipHoverTarget"], [data-testid="stTooltipIcon"]',
      texts: { "Help": "Hilfe" },
      patterns: [[/^Help for (.+)$/, "Hilfe zu: $1"]],
    },
    {
      within: '[data-testid="stFileUploader"], [data-testid="stTooltipContent"], ' +
        '[data-testid="stTooltipErrorContent"]',
      texts: {
        "Upload": "Datei auswählen",
        "Upload directories": "Ordner auswählen",
        "Browse files": "Datei auswählen",
        "Drag and drop a file here": "Datei hier ablegen",
        "Drag and drop files here": "Dateien hier ablegen",
        "Drag and drop directories here": "Ordner hier ablegen",
        "Drag and drop file here": "Datei hier ablegen",
        "Add files": "Weitere Dateien auswählen",
        "add icon": "hinzufügen",
        "file upload": "Datei auswählen",
        "Error:": "Fehler:",
        "Only one file is allowed.": "Bitte nur eine Datei auswählen.",
      },
      patterns: [
        [/^([\d.]+) ?([KMG]?B) per file$/, (_, size, unit) => `Höchstens ${comma(size)} ${unit} je Datei`],
        [/^File must be ([\d.]+) ?([KMG]?B) or smaller\.$/,
          (_, size, unit) => `Die Datei ist zu groß. Erlaubt sind ${comma(size)} ${unit}.`],
        [/^\S* ?files are not allowed\.$/, "Diese Art von Datei kann nicht gelesen werden."],
        [/^Request failed with status(?: code)? (\d+)$/, "Das Hochladen ist gescheitert (Fehler $1)."],
        [/^Remove (.+)$/, "$1 entfernen"],
        [/^([\d.]+)([KMG]?B)$/, (_, size, unit) => `${comma(size)} ${unit}`],
        [/^(.+), ([\d.]+)([KMG]?B)$/, (_, name, size, unit) => `${name}, ${comma(size)} ${unit}`],
      ],
    },
    {
      within: '[data-testid="stSelectbox"], [data-testid="stSelectboxVirtualDropdown"], ' +
        '[data-testid="stMultiSelect"], [data-testid="stMultiSelectDropdown"], ' +
        '[data-testid="stRadio"]',
      texts: {
        "Choose an option": "Bitte auswählen",
        "Choose options": "Bitte auswählen",
        "Choose or add an option": "Auswählen oder eingeben",
        "Choose or add options": "Auswählen oder eingeben",
        "Add an option": "Bitte eingeben",
        "Add options": "Bitte eingeben",
        "No options to select": "Keine Auswahl vorhanden",
        "No options to select.": "Keine Auswahl vorhanden",
        "No results": "Nichts gefunden",
        "Select all": "Alle auswählen",
        "Selected values": "Ausgewählt",
        "Selectbox": "Auswahlfeld",
        "Selectbox options": "Auswahl",
        "Multiselect": "Mehrfachauswahl",
        "Multiselect options": "Auswahl",
        "Open": "Auswahl öffnen",
        "Dismiss": "Schließen",
        "Clear value": "Auswahl löschen",
        "Clear all": "Alle entfernen",
      },
      patterns: [
        [/^Add: (.+)$/, "Neu: $1"],
        [/^Remove (.+)$/, "$1 entfernen"],
        [/^You can only select up to 1 option\. Remove an option first\.$/,
          "Mehr als eine Auswahl ist nicht möglich. Bitte zuerst eine entfernen."],
        [/^You can only select up to (\d+) options\. Remove an option first\.$/,
          "Mehr als $1 Auswahlen sind nicht möglich. Bitte zuerst eine entfernen."],
      ],
    },
    {
      within: '[data-testid="stDateInput"], [data-testid="stDateInputCalendar"], ' +
        '[data-testid="stDateInputQuickSelectPopover"], [data-testid="stTimeInput"], ' +
        '[data-testid="stTooltipErrorContent"]',
      texts: {
        "dd": "TT",
        "mm": "MM",
        "yyyy": "JJJJ",
        "Choose date": "Datum auswählen",
        "Choose date range": "Zeitraum auswählen",
        "Clear date": "Datum löschen",
        "Clear dates": "Zeitraum löschen",
        "Clear time": "Uhrzeit löschen",
        "Date range": "Zeitraum",
        "Quick select a date range": "Zeitraum schnell auswählen",
        "Select...": "Bitte auswählen",
        "Previous month": "Voriger Monat",
        "Next month": "Nächster Monat",
        "Use arrow keys to navigate dates. Enter to select. Escape to close.":
          "Mit den Pfeiltasten den Tag wechseln, mit der Eingabetaste auswählen, mit Esc schließen.",
        "None": "keiner",
        "Past Week": "letzte Woche",
        "Past Month": "letzter Monat",
        "Past 3 Months": "letzte 3 Monate",
        "Past 6 Months": "letzte 6 Monate",
        "Past Year": "letztes Jahr",
        "Past 2 Years": "letzte 2 Jahre",
        "Empty": "leer",
        "Hours must be 0–23.": "Stunden von 0 bis 23.",
        "Minutes must be 0–59.": "Minuten von 0 bis 59.",
      },
      patterns: [
        [/^Choose date, (.+)$/, "Datum auswählen, $1"],
        [/^Choose date range, (.+)$/, "Zeitraum auswählen, $1"],
        [/^(day|month|year), (.+?)( start date| end date)?$/, (_, part, label, end) =>
          `${{ day: "Tag", month: "Monat", year: "Jahr" }[part]}, ${label}${rangeEnd(end)}`],
        [/^(.+?)( start date| end date)$/, (_, label, end) => label + rangeEnd(end)],
        [new RegExp(`^(\\d\\d?) – ${MONTH}$`), (_, number, month) => `${number} – ${MONTHS[month]}`],
        [/^Date must be (?:on or )?after (.+)\.$/, "Das Datum muss nach dem $1 liegen."],
        [/^Date must be (?:on or )?before (.+)\.$/, "Das Datum muss vor dem $1 liegen."],
      ],
    },
    {
      // What screen readers are told; these elements hang at the end of the document.
      within: '[id^="react-aria"], [data-live-announcer]',
      texts: { "1 option available.": "1 Eintrag vorhanden." },
      patterns: [
        [/^(\d+) options available\.$/, "$1 Einträge vorhanden."],
        [/^(.+), selected$/, "$1, ausgewählt"],
        [new RegExp(`^Selected Date: ${MONTH} (\\d+), (\\d+)$`), (_, month, day, year) =>
          `Ausgewähltes Datum: ${Number(day)}. ${MONTHS[month]} ${year}`],
      ],
    },
    {
      within: '[data-testid="InputInstructions"]',
      texts: {
        "Press Enter to apply": "Mit der Eingabetaste übernehmen",
        "Press Enter to submit form": "Mit der Eingabetaste absenden",
        "Press Ctrl+Enter to apply": "Mit Strg+Eingabetaste übernehmen",
        "Press Ctrl+Enter to submit form": "Mit Strg+Eingabetaste absenden",
        "Press ⌘+Enter to apply": "Mit ⌘+Eingabetaste übernehmen",
        "Press ⌘+Enter to submit form": "Mit ⌘+Eingabetaste absenden",
      },
    },
    {
      within: '[data-testid="stNumberInput"], [data-testid="stTooltipErrorContent"]',
      texts: {
        "Increment": "Erhöhen",
        "Decrement": "Verringern",
        "Clear value": "Zahl löschen",
        "Invalid input.": "Das ist keine Zahl.",
      },
      patterns: [
        [/^(?:Error: )?Number is outside the allowed range\. Please enter a value between (\S+) and (\S+)\.$/,
          (_, low, high) => `Bitte eine Zahl von ${comma(low)} bis ${comma(high)} eingeben.`],
        [/^(?:Error: )?Number is below the allowed range\. Please enter a value of at least (\S+)\.$/,
          (_, low) => `Bitte eine Zahl ab ${comma(low)} eingeben.`],
        [/^(?:Error: )?Number is above the allowed range\. Please enter a value of at most (\S+)\.$/,
          (_, high) => `Bitte eine Zahl bis ${comma(high)} eingeben.`],
      ],
    },
    {
      within: '[data-testid="stTextInput"], [data-testid="stTextArea"]',
      texts: {
        "Show password": "Kennwort zeigen",
        "Hide password": "Kennwort verbergen",
        "Clear entry": "Eingabe löschen",
        "Invalid input.": "Die Eingabe ist ungültig.",
        "This field is required.": "Bitte ausfüllen.",
      },
    },
    {
      within: '[data-testid="stDownloadButton"]',
      texts: {
        "Failed to generate file for download":
          "Kein Bild. Warum, steht unter „Für Druck, Folien und Website“ bei „Bild erstellen“.",
      },
    },
    {
      within: '[data-testid="stDialog"]',
      texts: {
        "Close": "Schließen",
        "Page not found": "Seite nicht gefunden",
        "The page that you have requested does not seem to exist. Running the app's main page.":
          "Diese Seite gibt es nicht. Gezeigt wird die Startseite.",
        "Connection error": "Verbindung unterbrochen",
        "Connection timed out.": "Der Server antwortet nicht.",
        "Streamlit server is not responding. Are you connected to the internet?":
          "Der Server antwortet nicht. Läuft das Dashboard noch, besteht die Verbindung zum Netz?",
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
          "Läuft das Dashboard noch? Wurde es beendet, bitte neu starten:",
        "streamlit run yourscript.py": "regionaldialog serve",
      },
    },
    {
      within: '[data-testid="stToastContainer"], [data-testid="stToast"]',
      texts: {
        "Notifications": "Meldungen",
        "Close": "Schließen",
        "view more": "mehr zeigen",
        "view less": "weniger zeigen",
      },
    },
    {
      within: '[data-testid="stException"]',
      patterns: [
        [/^This app has encountered an error\..*$/s,
          "Hier ist etwas schiefgegangen. Bitte die Seite neu laden. Bleibt der Fehler, bitte der " +
          "Betreuung des Dashboards Bescheid geben: Einzelheiten stehen im Protokoll des Servers."],
      ],
    },
    {
      within: '[data-testid="stElementToolbar"], [data-testid="stTooltipContent"], ' +
        '[data-testid="stDataFrameColumnVisibilityMenu"], [data-testid="stDataFrameColumnMenu"], ' +
        '[data-testid="stDataFrame"]',
      texts: {
        "Show/hide columns": "Spalten wählen",
        "Select all": "Alle auswählen",
        "(index)": "(Zeilennummer)",
        "Search": "Suchen",
        "Type to search": "Suchbegriff",
        "Previous Result": "Voriger Treffer",
        "Next Result": "Nächster Treffer",
        "Close Search": "Suche schließen",
        "Clear selection": "Auswahl aufheben",
        "Add row": "Zeile hinzufügen",
        "Delete row(s)": "Zeilen löschen",
        "Download as CSV": "Als CSV herunterladen",
        "Copy to clipboard": "Kopieren",
        "Copied": "Kopiert",
        "Fullscreen": "Vollbild",
        "Close fullscreen": "Vollbild verlassen",
        "Sort ascending": "Aufsteigend sortieren",
        "Sort descending": "Absteigend sortieren",
        "Autosize": "Breite anpassen",
        "Pin column": "Spalte festhalten",
        "Unpin column": "Spalte lösen",
        "Hide column": "Spalte ausblenden",
        "Format": "Darstellung",
        "Statistics": "Kennwerte",
        "Copy column name": "Spaltenname kopieren",
        "Dataframe column menu": "Menü der Spalte",
      },
    },
    {
      within: '[data-testid="stTable"]',
      texts: { "Scrollable table": "Tabelle, lässt sich verschieben" },
    },
    {
      // Charts of the pages have no mode bar; this is for one that does.
      within: ".modebar",
      texts: {
        "Download plot as a PNG": "Bild als PNG",
        "Zoom": "Ausschnitt wählen",
        "Pan": "Verschieben",
        "Zoom in": "Vergrößern",
        "Zoom out": "Verkleinern",
        "Autoscale": "Alles zeigen",
        "Reset axes": "Achsen zurücksetzen",
        "Box Select": "Rechteck auswählen",
        "Lasso Select": "Frei auswählen",
        "Fullscreen": "Vollbild",
        "Close fullscreen": "Vollbild verlassen",
      },
    },
  ];

  const ATTRIBUTES = [
    "aria-label", "aria-description", "aria-valuetext", "title", "placeholder", "alt", "data-title",
  ];
  // No fixed text of Streamlit is longer; a long text is content and not worth the patterns.
  const LONGEST = 400;

  // Whole texts by their English form, so that most nodes cost one look-up.
  const exact = new Map();
  const patterns = [];
  for (const { within, texts = {}, patterns: forms = [] } of RULES) {
    for (const [english, german] of Object.entries(texts)) {
      exact.set(english, [...(exact.get(english) ?? []), { within, german }]);
    }
    for (const [pattern, german] of forms) patterns.push({ within, pattern, german });
  }

  function comma(number) {
    return number.replace(/\.0$/, "").replace(".", ",");
  }

  function rangeEnd(end) {
    return { " start date": ", Anfang", " end date": ", Ende" }[end] ?? "";
  }

  /** The German form of a text that stands in this element, or null where none is known. */
  function german(text, element) {
    const core = text.trim();
    if (!core || core.length > LONGEST) return null;
    const whole = exact.get(core)?.find((rule) => element.closest(rule.within));
    if (whole) return text.replace(core, () => whole.german);
    const form = patterns.find((rule) => rule.pattern.test(core) && element.closest(rule.within));
    return form ? text.replace(core, () => core.replace(form.pattern, form.german)) : null;
  }

  function translateText(node) {
    const element = node.parentElement;
    if (!element || element.closest(CONTENT)) return;
    const translated = german(node.nodeValue, element);
    // Writing „November“ over "November" would call this again, for ever.
    if (translated !== null && translated !== node.nodeValue) node.nodeValue = translated;
  }

  function translateAttributes(element) {
    if (element.closest(".stHtml")) return;
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const translated = value === null ? null : german(value, element);
      if (translated !== null && translated !== value) element.setAttribute(name, translated);
    }
  }

  function translateTree(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      translateText(root);
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    translateAttributes(root);
    for (const element of root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join(","))) {
      translateAttributes(element);
    }
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translateText(texts.currentNode);
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") translateText(change.target);
      else if (change.type === "attributes") translateAttributes(change.target);
      else change.addedNodes.forEach(translateTree);
    }
  }).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  translateTree(document.body);
})();
