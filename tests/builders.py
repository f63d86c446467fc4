"""Rows as an import would bring them: each call states only what matters to its test."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.ingest.schema import Answer, AttendanceRow, FeedbackRow, Level, Place, Status
from dashboard.warehouse.load import LoadCounts

SANGERHAUSEN, EISLEBEN, GERBSTEDT, HELBRA = "15087370", "15087130", "15087165", "15087205"
GOLDENE_AUE = "goldene-aue"
NOON = datetime.fromisoformat("2026-03-05T12:00:00")


@dataclass(frozen=True)
class Imported:
    """A batch and what its rows meant for the warehouse."""

    batch_id: int
    counts: LoadCounts


def municipality(ags: str) -> Place:
    return Place(f"Ort in {ags}", Level.MUNICIPALITY, "name", ags=ags)


def association(association_id: str = GOLDENE_AUE) -> Place:
    return Place("VG", Level.ASSOCIATION, "association", association_id=association_id)


def district() -> Place:
    return Place("Landkreis", Level.DISTRICT, "district", name="Landkreis Mansfeld-Südharz")


def outside(name: str = "Halle (Saale)") -> Place:
    return Place(name, Level.OUTSIDE, "outside", name=name)


def unknown(text: str = "Musterhausen") -> Place:
    return Place(text, Level.UNKNOWN, "none")


def person(
    name: str,
    *,
    ags: str = SANGERHAUSEN,
    place: Place | None = None,
    organisation: str | None = None,
    organisation_type: str = "company",
    status: Status = Status.ATTENDED,
    mode: str = "unknown",
    minutes: int | None = None,
    named: bool = True,
    inferred: bool = False,
) -> AttendanceRow:
    """One person of a list, known by ``name`` in every event; ``named=False``: a row without one.

    ``place`` overrides ``ags``. ``add_attendance`` numbers the rows.
    """
    return AttendanceRow(
        row=0,
        row_key=f"key of {name}",
        person_key=f"key of {name}" if named else None,
        organisation=organisation,
        organisation_type=organisation_type,
        place=place or municipality(ags),
        place_inferred=inferred,
        status=status,
        mode=mode,
        minutes=minutes,
    )


def people(count: int, *, prefix: str = "person", **same: object) -> list[AttendanceRow]:
    """So many persons that differ in nothing but their name."""
    return [person(f"{prefix} {number}", **same) for number in range(1, count + 1)]  # type: ignore[arg-type]


def questionnaire(
    name: str,
    answers: Mapping[str, float | str | None] | None = None,
    *,
    version: int = 1,
    respondent_type: str | None = None,
) -> FeedbackRow:
    """One questionnaire: question id → value, text or, for „keine Angabe“, null."""
    return FeedbackRow(
        row=0,
        row_key=f"key of {name}",
        answers=tuple(
            Answer(question_id, version, text=answer)
            if isinstance(answer, str)
            else Answer(question_id, version, value=answer)
            for question_id, answer in (answers or {"overall": 4.0}).items()
        ),
        respondent_type=respondent_type,
    )
