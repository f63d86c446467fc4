"""Feeds the reader with broken files and counts how it ends.

Run ``python -m tests.benchmarks.fuzz_reader [--inputs N] [--seed S]``. A file may end in rows or in
a sentence for people; everything else is a crash, is printed with its seed, and makes the run fail.
"""

import argparse
import random
import resource
import sys
import time
import traceback
from collections import Counter

from dashboard import paths
from dashboard.errors import DashboardError
from dashboard.ingest.organisations import OrganisationRules
from dashboard.ingest.parse import parse_file
from dashboard.ingest.places import Gazetteer
from dashboard.ingest.questions import questions_from_file
from dashboard.ingest.schema import Choices, Kind
from dashboard.ingest.source import Tools
from dashboard.privacy import Pseudonyms
from dashboard.settings import Limits
from tests.benchmarks.mutations import mutated, originals

KINDS = (None, None, Kind.ATTENDANCE, Kind.FEEDBACK)


def tools() -> Tools:
    """The reference data and a fixed secret."""
    return Tools(
        Gazetteer.from_files(paths.REFERENCE),
        OrganisationRules.from_file(paths.REFERENCE / "organisation_types.csv"),
        questions_from_file(paths.REFERENCE / "questions.csv"),
        Pseudonyms(b"0" * 32),
    )


def main() -> None:
    """Run all inputs, print the counts; exit code 1 after a crash."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--inputs", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    samples, equipment = originals(), tools()
    outcomes: Counter[str] = Counter()
    slowest = (0.0, 0)
    for number in range(chosen.inputs):
        rng = random.Random(f"{chosen.seed} {number}")
        content, kind = mutated(rng, samples), rng.choice(KINDS)
        started = time.perf_counter()
        try:
            parsed = parse_file(
                content, limits=Limits(), kind=kind, choices=Choices(), tools=equipment
            )
        except DashboardError as refusal:
            outcomes[f"refused: {str(refusal)[:60]}"] += 1
        except BaseException as problem:
            if isinstance(problem, KeyboardInterrupt):
                raise
            outcomes["CRASH"] += 1
            print(f"crash at seed {chosen.seed}, input {number}", file=sys.stderr)
            traceback.print_exc()
        else:
            outcomes[f"rows: {parsed.source}"] += 1
        slowest = max(slowest, (time.perf_counter() - started, number))
    for outcome, count in outcomes.most_common():
        print(f"{count:7} {outcome}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"slowest: {slowest[0]:.2f} s (input {slowest[1]}), peak {peak:.0f} MiB")
    sys.exit(bool(outcomes["CRASH"]))


if __name__ == "__main__":
    main()
