"""`regionaldialog …`: parse, call a task, print. Results to stdout, complaints to stderr."""

import gc
import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboard import formatting, paths, tasks
from dashboard.access import LOCAL_USER
from dashboard.charts.catalogue import CATALOGUE
from dashboard.demo_warehouse import open_configured
from dashboard.disclosure import Audience
from dashboard.errors import (
    DashboardError,
    DecisionNeeded,
    FileUnusable,
    PictureError,
    WrongUsage,
)
from dashboard.import_report import ImportReport, to_json
from dashboard.imports import ImportRequest
from dashboard.ingest.schema import Choices, Kind
from dashboard.period import Period
from dashboard.pictures.engines import choose_engine, examine
from dashboard.pictures.files import MEDIA_TYPES, chart_file
from dashboard.pictures.picture import Studio
from dashboard.pictures.presets import find_preset
from dashboard.pictures.typeface import check_files
from dashboard.report.files import FIGURES, TABLES, write
from dashboard.report.look import look_of
from dashboard.settings import Settings
from dashboard.warehouse.events import Event
from dashboard.workspace import Workspace

app = typer.Typer(
    help="Dialogveranstaltungen auswerten: Listen einlesen, Zahlen abfragen, Dashboard starten.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
events_app = typer.Typer(help="Veranstaltungen zeigen und anlegen.", invoke_without_command=True)
app.add_typer(events_app, name="events")

AsJson = Annotated[bool, typer.Option("--json", help="Ein JSON-Objekt auf der Standardausgabe.")]
_LOCAL_ADDRESSES = {"127.0.0.1", "localhost", "::1"}


class OutputFormat(StrEnum):
    """How a query's result is printed."""

    CSV = "csv"
    JSON = "json"


def main() -> None:
    """Entry of the command: German sentences and exit codes instead of tracebacks."""
    gc.set_threshold(50_000)  # one command and the end: looking for garbage takes a tenth of it
    wants_json = "--json" in sys.argv or ("--format" in sys.argv and "json" in sys.argv)
    try:
        sys.exit(app(standalone_mode=False))
    except DashboardError as problem:
        _complain(problem.code, str(problem), wants_json=wants_json)
        sys.exit(problem.exit_code)
    except typer.TyperException as problem:
        if detail := str(problem).rstrip("."):  # without one the help has been printed
            said = f"So lässt sich der Befehl nicht aufrufen ({detail}). „--help“ dahinter hilft."
            _complain(WrongUsage.code, said, wants_json=wants_json)
        sys.exit(WrongUsage.exit_code)
    except typer.Abort:
        sys.exit(130)


def _complain(code: str, message: str, *, wants_json: bool) -> None:
    print(message, file=sys.stderr)
    if wants_json and code != DecisionNeeded.code:
        _print_json({"error": {"code": code, "message": message}})


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))


@app.callback()
def settle(
    context: typer.Context,
    demo: Annotated[
        bool, typer.Option("--demo", help="Mit erfundenen Beispieldaten, getrennt von echten.")
    ] = False,
) -> None:
    """Settings hold for the command that follows."""
    settings = Settings()
    context.obj = settings.model_copy(update={"demo": True}) if demo else settings


def _open(context: typer.Context) -> Workspace:
    settings: Settings = context.find_root().obj
    return open_configured(settings)


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Anschluss, auf dem das Dashboard antwortet.")] = 8501,
    host: Annotated[str, typer.Option(help="Adresse; bisher nur dieser Rechner.")] = "127.0.0.1",
) -> None:
    """Startet das Dashboard im Browser (Ende mit Strg+C)."""
    if host not in _LOCAL_ADDRESSES:
        raise WrongUsage(
            f"Das Dashboard startet nicht auf {host}: Eine Anmeldung gibt es noch nicht, "
            "jeder im Netz könnte sonst alles sehen und ändern. Bitte 127.0.0.1 verwenden."
        )
    settings: Settings = context.find_root().obj
    # Built here, so that a busy or damaged warehouse is said before a browser opens.
    open_configured(settings).warehouse.close()
    print(f"Das Dashboard läuft gleich auf http://{host}:{port} (Ende mit Strg+C).", flush=True)
    environment = os.environ | {"REGIONALDIALOG_DEMO": "1" if settings.demo else "0"}
    command = [sys.executable, "-m", "streamlit", "run", str(paths.APP)]
    options = ["--server.address", host, "--server.port", str(port), *context.args]
    if os.name == "posix":
        # The server takes the place of this command: whoever ends the command ends the server.
        os.execve(sys.executable, [*command, *options], environment)  # noqa: S606
    finished = subprocess.run([*command, *options], env=environment, check=False)  # noqa: S603
    raise typer.Exit(finished.returncode)


@app.command("import")
def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Listen oder Fragebögen (CSV, xlsx, ods).")],
    kind: Annotated[Kind | None, typer.Option(help="attendance oder feedback.")] = None,
    event: Annotated[str | None, typer.Option(help="Kürzel der Veranstaltung.")] = None,
    decide: Annotated[
        list[str] | None, typer.Option(help="Antwort auf eine Entscheidung: SCHLÜSSEL=WERT.")
    ] = None,
    replace: Annotated[
        bool | None,
        typer.Option("--replace/--add", help="Die Datei ersetzt oder ergänzt eine frühere."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was geschähe.")] = False,
    as_json: AsJson = False,
) -> None:
    """Liest Listen ein: prüfen, zuordnen, speichern – ganz oder gar nicht."""
    workspace = _open(context)
    choices = Choices(_decisions(decide or []))
    requests = [
        ImportRequest(path.name, _read(path), kind, event, choices, replace) for path in files
    ]
    # All are looked at before the first is stored: one bad file of several leaves nothing behind.
    answers = [tasks.preview_import(workspace, LOCAL_USER, request) for request in requests]
    undecided = [report for report in answers if report.open_decisions]
    if not dry_run and not undecided:
        answers = [tasks.commit_import(workspace, LOCAL_USER, request) for request in requests]
    if not as_json:
        for report in answers:
            _print_report(report, stored=not dry_run and not undecided)
    if as_json:
        objects = [_report_json(report) for report in answers]
        _print_json(objects[0] if len(objects) == 1 else {"files": objects})
    if undecided and not dry_run:
        raise DecisionNeeded(
            f"„{undecided[0].file_name}“ ist nicht gespeichert. Bitte zuerst entscheiden "
            "(--decide SCHLÜSSEL=WERT): "
            + "; ".join(
                f"{decision.key}: {decision.question}" for decision in undecided[0].open_decisions
            )
        )


def _decisions(pairs: list[str]) -> dict[str, str]:
    decided = {}
    for pair in pairs:
        key, mark, value = pair.rpartition("=")
        if not mark or not key:
            raise WrongUsage(
                f"„{pair}“ ist keine Entscheidung. "
                "Bitte SCHLÜSSEL=WERT angeben, zum Beispiel event=rd-08."
            )
        decided[key] = value
    return decided


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FileUnusable(
            f"Die Datei {path} lässt sich nicht öffnen ({problem.strerror}). "
            "Bitte Ort und Namen prüfen."
        ) from None


def _report_json(report: ImportReport) -> dict[str, object]:
    answer = to_json(report)
    if report.open_decisions:
        answer["error"] = {
            "code": DecisionNeeded.code,
            "message": " ".join(decision.question for decision in report.open_decisions),
        }
    return answer


def _print_report(report: ImportReport, *, stored: bool) -> None:
    print(f"{report.file_name}: {report.parsed.summary}")
    if report.event:
        print(f"  Veranstaltung: {report.event.label}")
    if report.already_imported:
        print("  Schon eingelesen; nichts geändert.")
    elif report.counts:
        done = f"gespeichert als Import {report.batch_id}" if stored else "würde gespeichert"
        counts = report.counts
        print(
            f"  {done}: {counts.new} neu, {counts.same} gleich, {counts.changed} geändert, "
            f"{report.parsed.left_out} ausgelassen"
        )
    for problem in report.parsed.problems:
        where = f"Zeile {problem.row}: " if problem.row else ""
        print(f"  {where}{problem.message}", file=sys.stderr)


@app.command()
def undo(context: typer.Context, batch: int, as_json: AsJson = False) -> None:
    """Nimmt einen Import als Ganzes zurück."""
    undone = tasks.undo_import(_open(context), LOCAL_USER, batch)
    if as_json:
        _print_json({"batch": batch, "kept": undone.kept, **asdict(undone)})
    else:
        print(
            f"Import {batch} zurückgenommen: {undone.taken_back} Zeilen entfernt, "
            f"{undone.restored} frühere wiederhergestellt, "
            f"{undone.kept} behalten, weil ein späterer Import sie enthält."
        )


@app.command()
def imports(context: typer.Context, as_json: AsJson = False) -> None:
    """Zeigt alle Importe, die neuesten zuerst."""
    frame = tasks.list_imports(_open(context), LOCAL_USER)
    if as_json:
        _print_json({"imports": json.loads(frame.to_json(orient="records", date_format="iso"))})
    else:
        print(frame.to_csv(sep=";", index=False), end="")


@events_app.callback()
def events(context: typer.Context, as_json: AsJson = False) -> None:
    """Zeigt alle Veranstaltungen, die neuesten zuerst."""
    if context.invoked_subcommand:
        return
    listed = tasks.list_events(_open(context), LOCAL_USER)
    if as_json:
        _print_json({"events": [_event_json(event) for event in listed]})
    else:
        for event in listed:
            print(f"{event.event_id}: {event.label}")


@events_app.command("add")
def add_event(
    context: typer.Context,
    event_id: str,
    title: Annotated[str, typer.Option(help="Titel der Veranstaltung.")],
    held_on: Annotated[
        str | None, typer.Option("--date", help="Datum als JJJJ-MM-TT; ohne: unbekannt.")
    ] = None,
    series: Annotated[str, typer.Option(help="Kürzel der Reihe.")] = "regionaldialog",
    mode: Annotated[str, typer.Option(help="in_person, online, hybrid, unknown.")] = "unknown",
    as_json: AsJson = False,
) -> None:
    """Legt eine Veranstaltung an; eine vergangene gilt als durchgeführt."""
    workspace = _open(context)
    day = _day(held_on)
    event = Event(
        event_id,
        title,
        series_id=_series_id(workspace, series),
        held_on=day,
        date_basis="stated" if day else "unknown",
        mode=_mode(mode),
        status="held" if day and day <= workspace.now().date() else "planned",
    )
    tasks.save_event(workspace, LOCAL_USER, event, is_new=True)
    if as_json:
        _print_json(_event_json(event))
    else:
        print(f"Angelegt: {event.event_id}, {event.label}")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"„{text}“ ist kein Datum. Bitte JJJJ-MM-TT angeben.") from None


def _series_id(workspace: Workspace, named: str) -> str:
    """Staff know the series by its name, scripts by its key."""
    labels = {label: key for key, label in tasks.list_series(workspace, LOCAL_USER).items()}
    return labels.get(named, named)


def _mode(named: str) -> str:
    if named not in ("in_person", "online", "hybrid", "unknown"):
        raise WrongUsage(f"„{named}“ ist keine Form. Möglich: in_person, online, hybrid, unknown.")
    return named


def _event_json(event: Event) -> dict[str, object]:
    return asdict(event)


@app.command()
def resolve(context: typer.Context, texts: list[str], as_json: AsJson = False) -> None:
    """Sagt, was ein geschriebener Ort bedeutet."""
    workspace = _open(context)
    places = [tasks.resolve_place(workspace, LOCAL_USER, text) for text in texts]
    answers = [
        {
            "text": place.text,
            "level": place.level.value,
            "ags": place.ags,
            "name": place.name,
            "how": place.how,
            "candidates": [asdict(candidate) for candidate in place.candidates],
        }
        for place in places
    ]
    if as_json:
        _print_json(answers[0] if len(answers) == 1 else {"places": answers})
    else:
        for answer in answers:
            print(f"{answer['text']}: {answer['level']} {answer['name'] or ''}".rstrip())


@app.command()
def charts(as_json: AsJson = False) -> None:
    """Zeigt den Katalog der Diagramme."""
    listed = [
        {
            "id": chart.id,
            "title": chart.title,
            "query": chart.query,
            "definition": chart.definition,
        }
        for chart in CATALOGUE
    ]
    if as_json:
        _print_json({"charts": listed})
    else:
        for entry in listed:
            print(f"{entry['id']}: {entry['title']} ({entry['query']})")


@app.command("query")
def run_query(
    context: typer.Context,
    name: str,
    year: Annotated[int | None, typer.Option(help="Berichtsjahr; ohne: alle Jahre.")] = None,
    output: Annotated[OutputFormat, typer.Option("--format", help="csv oder json.")] = (
        OutputFormat.CSV
    ),
) -> None:
    """Gibt das Ergebnis einer veröffentlichten Abfrage aus."""
    period = Period.whole() if year is None else Period.of_year(year)
    frame = tasks.published_frame(_open(context), LOCAL_USER, name, period)
    if output is OutputFormat.JSON:
        print(frame.to_json(orient="records", date_format="iso", force_ascii=False))
    else:
        print(frame.to_csv(sep=";", index=False, lineterminator="\n"), end="")


@app.command()
def chart(
    context: typer.Context,
    chart_id: str,
    out: Annotated[Path, typer.Option(help="Zieldatei: .svg, .png, .pdf, .csv, .json, .html.")],
    year: Annotated[int | None, typer.Option(help="Berichtsjahr; ohne: alle Jahre.")] = None,
    preset: Annotated[str, typer.Option(help="Größe: spalte, seite, folie oder web.")] = "seite",
) -> None:
    """Schreibt ein Diagramm als Bild, Tabelle oder Seite; das Format sagt die Endung."""
    form = out.suffix.removeprefix(".")
    if form not in MEDIA_TYPES:
        raise WrongUsage(
            f"„{out.name}“ lässt sich nicht schreiben. Bitte eine Datei mit einer dieser Endungen "
            f"angeben: {', '.join(f'.{each}' for each in MEDIA_TYPES)}."
        )
    size = find_preset(preset)
    period = Period.whole() if year is None else Period.of_year(year)
    workspace = _open(context)
    published = tasks.publish_chart(workspace, LOCAL_USER, chart_id, period)
    with workspace.studio as studio:
        file = chart_file(studio, published, form, size)
    _write(out, file.content)
    print(f"{out}: {published.title}")


class Circle(StrEnum):
    """For whom a report is made, as the command line names it."""

    PUBLIC = "oeffentlich"
    INTERNAL = "intern"


_AUDIENCES = {Circle.PUBLIC: Audience.PUBLIC, Circle.INTERNAL: Audience.INTERNAL}


@app.command()
def report(
    context: typer.Context,
    year: int,
    out: Annotated[Path, typer.Option(help="Ordner für den Bericht; er wird angelegt.")],
    circle: Annotated[
        Circle, typer.Option(help="oeffentlich oder intern; intern steht auf dem Titel.")
    ] = Circle.PUBLIC,
) -> None:
    """Schreibt den Jahresbericht: PDF, Word, PowerPoint, Excel, Tabellen und alle Abbildungen."""
    settings: Settings = context.find_root().obj
    look = look_of(settings)
    Period.of_year(year)  # a wrong one is said before anything starts
    last = ""

    def progress(what: str, done: int, total: int) -> None:
        nonlocal last
        if what != last or done == total:
            _tell(f"{what} ({done} von {total}) …" if done < total else f"{what}.")
        last = what

    with Studio(settings) as studio:
        studio.start()
        workspace = _open(context)
        _tell(f"Jahresbericht {year}: Die Zahlen werden zusammengestellt …")
        built = tasks.build_report(
            workspace, LOCAL_USER, year, _AUDIENCES[circle], agency=settings.agency
        )
        _, files = tasks.render_report(
            LOCAL_USER, built, studio=studio, look=look, progress=progress
        )
    write(files, out)
    for file in files:
        if "/" not in file.path:
            print(out / file.path)
    print(f"{out / FIGURES}: {formatting.count(len(built.all_figures), 'Bild', 'Bilder')}")
    print(f"{out / TABLES}: {formatting.count(len(built.tables), 'Tabelle', 'Tabellen')}")


def _tell(line: str) -> None:
    """Progress, beside the result."""
    print(line, file=sys.stderr, flush=True)


def _write(path: Path, content: bytes) -> None:
    """The whole file or none: a half-written picture would be taken for a finished one."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise FileUnusable(
            f"Die Datei {path} lässt sich nicht schreiben ({problem.strerror}). "
            "Bitte Ordner und freien Platz prüfen."
        ) from None


@app.command()
def doctor(context: typer.Context) -> None:
    """Prüft, ob alles an seinem Platz ist."""
    settings: Settings = context.find_root().obj
    workspace = open_configured(settings)
    as_of = workspace.warehouse.as_of()
    print(f"Datenbank: {settings.warehouse}")
    print(f"Beispieldaten: {'ja' if workspace.warehouse.is_demo else 'nein'}")
    print(f"Datenstand: {formatting.moment(as_of) if as_of else 'leer'}")
    print(f"Veranstaltungen: {len(tasks.list_events(workspace, LOCAL_USER))}")
    print(f"Diagramme: {len(CATALOGUE)}")
    _examine_pictures(settings)


def _examine_pictures(settings: Settings) -> None:
    """What draws pictures here; raises ``PictureError`` where nothing does."""
    check_files()
    print("Schriften: vollständig")
    examined = examine(settings)
    for each in examined:
        print(f"Bilder, {each.name}: {each.complaint or 'zeichnet'}")
    if all(each.complaint for each in examined):
        raise PictureError(
            "Auf diesem Rechner entstehen keine Bilder. Bitte Chrome, Chromium oder Edge "
            "installieren; liegt er an einem ungewöhnlichen Ort, REGIONALDIALOG_BROWSER setzen."
        )
    print(f"Es zeichnet: {choose_engine(settings).name}")


if __name__ == "__main__":
    main()
