"""The shapes that maps draw: municipalities and administrations in metres (EPSG:25832)."""

import json
from dataclasses import dataclass
from functools import cache

from dashboard import paths


@dataclass(frozen=True)
class Area:
    """One shape. ``x`` and ``y`` run along all its rings, with null between two of them.

    The label stands well inside; the seat is a point in the main place (of a Verbandsgemeinde: in
    the municipality of its office).
    """

    area_id: str
    name: str
    x: tuple[float | None, ...]
    y: tuple[float | None, ...]
    label_x: float
    label_y: float
    seat_x: float
    seat_y: float


@cache
def areas(level: str) -> tuple[Area, ...]:
    """All areas of a level: ``municipality`` (22), the same as ``municipality_small`` with fewer
    corners, or ``administration`` (11).
    """
    path = paths.REFERENCE / "boundaries_25832.geojson"
    collection = json.loads(path.read_text("utf-8"))
    return tuple(
        _area(feature)
        for feature in collection["features"]
        if feature["properties"]["level"] == level
    )


def _area(feature: dict[str, dict[str, object]]) -> Area:
    properties, geometry = feature["properties"], feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    x: list[float | None] = []
    y: list[float | None] = []
    for rings in polygons:  # type: ignore[attr-defined]
        for ring in rings:
            x += [*(point[0] for point in ring), None]
            y += [*(point[1] for point in ring), None]
    points = ("label_x", "label_y", "seat_x", "seat_y")
    return Area(
        str(properties["area_id"]),
        str(properties["name"]),
        tuple(x[:-1]),
        tuple(y[:-1]),
        *(float(properties[name]) for name in points),  # type: ignore[arg-type]
    )
