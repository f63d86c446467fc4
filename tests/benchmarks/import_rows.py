"""The whole import beside DuckDB's own ``read_csv`` on the same file, in one run.

Run ``python -m tests.benchmarks.import_rows [--rows N]``. Both sides run in a process of their own,
one after the other, so that the peak memory of each is its own. Prints seconds, the ratio and the
memory, and for a list of 200 rows how long the preview takes. The numbers are for reading, not for
asserting: see ``README.md`` of this folder.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADINGS = "Name;Vorname;Institution;Ort;PLZ;E-Mail;Teilnahme"
PLACES = (
    *("Sangerhausen", "Hettstedt", "Gerbstedt OT Heiligenthal", "Luth. Eisleben"),
    *("Halle (Saale)", "Riestedt", "Allstedt", "Helbra", "VG Goldene Aue", ""),
)
ORGANISATIONS = 2000


def write_list(path: Path, rows: int) -> None:
    """A list as Excel saves it (UTF-8, so that DuckDB can read it too); invented people."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS + "\r\n")
        for row in range(rows):
            place = PLACES[row * 7 % len(PLACES)]
            organisation = f"Beispiel {row * 13 % ORGANISATIONS} GmbH"
            came = "nein" if row % 5 == 0 else "ja"
            file.write(
                f"Muster{row};Anna;{organisation};{place};;anna.muster{row}@probe.example;{came}\r\n"
            )


def raw_load(path: Path, folder: Path) -> dict[str, float]:
    """DuckDB reads the file into a table of texts, in a file of its own."""
    import duckdb

    connection = duckdb.connect(str(folder / "raw.duckdb"))
    started = time.perf_counter()
    connection.execute(
        "create table list as select * from "
        "read_csv(?, delim = ';', header = true, all_varchar = true)",
        [str(path)],
    )
    return _measured(started, connection.execute("select count(*) from list").fetchone()[0])


def whole_import(path: Path, folder: Path, *, keep: bool = True) -> dict[str, float]:
    """Read, recognise, parse, resolve, pseudonymise and load, as staff do it."""
    from dataclasses import replace

    from dashboard import tasks
    from dashboard.access import LOCAL_USER
    from dashboard.imports import ImportRequest
    from dashboard.settings import Limits, Settings
    from dashboard.workspace import open_workspace

    workspace = open_workspace(
        folder / "warehouse.duckdb", folder / "pseudonym.key", settings=Settings()
    )
    workspace = replace(workspace, limits=Limits(file_bytes=1 << 30, rows=10_000_000, seconds=3600))
    request = ImportRequest("liste.csv", path.read_bytes(), event_id="rd-08")
    started = time.perf_counter()
    verb = tasks.commit_import if keep else tasks.preview_import
    report = verb(workspace, LOCAL_USER, request)
    return _measured(started, report.counts.new if report.counts else 0)


def _measured(started: float, rows: int) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - started, "rows": rows, "peak_mib": peak}


def in_own_process(side: str, path: Path) -> dict[str, float]:
    """Run one side apart; raises ``CalledProcessError`` when it fails."""
    command = [sys.executable, "-m", "tests.benchmarks.import_rows", "--side", side, str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Both sides, then the preview of a short list."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--side", nargs=2, metavar=("SIDE", "FILE"))
    chosen = arguments.parse_args()
    if chosen.side:
        side, file = chosen.side
        with tempfile.TemporaryDirectory() as folder:
            run = {
                "raw": raw_load,
                "import": whole_import,
                "preview": lambda path, at: whole_import(path, at, keep=False),
            }[side]
            print(json.dumps(run(Path(file), Path(folder))))
        return
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.csv", Path(folder) / "small.csv"
        write_list(large, chosen.rows)
        write_list(small, 200)
        raw, imported = in_own_process("raw", large), in_own_process("import", large)
        preview = in_own_process("preview", small)
    print(f"rows: {imported['rows']:.0f} of {chosen.rows}")
    for name, side in (("read_csv", raw), ("import", imported)):
        print(f"{name}: {side['seconds']:.2f} s, peak {side['peak_mib']:.0f} MiB")
    print(f"ratio: {imported['seconds'] / raw['seconds']:.1f}")
    print(f"preview of 200 rows: {preview['seconds']:.3f} s")


if __name__ == "__main__":
    main()
