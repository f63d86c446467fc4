"""Make ``reference/boundaries_25832.geojson`` from ``reference/boundaries.geojson``.

Run ``python data/renew_boundaries.py`` after the boundaries have changed; it needs the development
libraries (pyproj, shapely). The result holds what a map draws: metres in EPSG:25832, one area per
municipality and one per administration (the members of a Verbandsgemeinde united), each with a
point well inside for its label and the point of its seat; and each municipality once more with
fewer corners, for maps as small as a stamp.
"""

import csv
import json
import re
import unicodedata
from pathlib import Path

import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import polylabel

REFERENCE = Path(__file__).resolve().parent / "reference"
_GAP = 60  # metres: closes the slivers that simplifying has left between neighbours
# Metres: what a map of 110 pixels cannot show. Neighbours keep their common line.
_SMALL = 400
_TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:25832", always_xy=True).transform


def main() -> None:
    """Read, project, unite, write."""
    print(write(REFERENCE / "boundaries_25832.geojson"))


def write(target: Path) -> str:
    """Write the file and say what it holds."""
    municipalities, seats = _projected(), _seats()
    features = [
        _feature("municipality", ags, name, area, seats[ags])
        for ags, (name, area) in municipalities.items()
    ]
    features += _administrations(municipalities, seats)
    small = shapely.coverage_simplify([area for _, area in municipalities.values()], _SMALL)
    features += [
        _feature("municipality_small", ags, name, area, seats[ags])
        for (ags, (name, _)), area in zip(municipalities.items(), small, strict=True)
    ]
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
        "features": features,
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text + "\n", encoding="utf-8")
    return f"{target.name}: {len(features)} areas, {len(text)} characters"


def _projected() -> dict[str, tuple[str, BaseGeometry]]:
    """AGS → name and area in metres."""
    collection = json.loads((REFERENCE / "boundaries.geojson").read_text("utf-8"))
    return {
        feature["properties"]["ags"]: (
            feature["properties"]["name"],
            shapely.transform(
                shape(feature["geometry"]),
                _TO_METRES,
                interleaved=False,
            ).buffer(0),
        )
        for feature in collection["features"]
    }


def _seats() -> dict[str, tuple[int, int]]:
    """AGS, or name of an association → point of its seat in metres."""
    seats = {}
    for row in _rows("municipalities"):
        x, y = _TO_METRES(float(row["seat_lon"]), float(row["seat_lat"]))
        seats[row["ags"]] = (round(x), round(y))
    return seats | {row["association"]: seats[row["seat_ags"]] for row in _associations()}


def _associations() -> list[dict[str, str]]:
    return [row for row in _rows("associations") if row["level"] == "Verbandsgemeinde"]


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _administrations(
    municipalities: dict[str, tuple[str, BaseGeometry]], seats: dict[str, tuple[int, int]]
) -> list[dict[str, object]]:
    association_of = {row["ags"]: row["association"] for row in _rows("municipalities")}
    members: dict[str, list[str]] = {}
    for ags, (name, _) in municipalities.items():
        members.setdefault(association_of[ags] or name, []).append(ags)
    return [
        _feature(
            "administration",
            ags[0] if not association_of[ags[0]] else _key(name),
            name,
            _united([municipalities[each][1] for each in ags]),
            seats[association_of[ags[0]] or ags[0]],
        )
        for name, ags in members.items()
    ]


def _united(areas: list[BaseGeometry]) -> BaseGeometry:
    """One area of several neighbours, without the slivers between them."""
    if len(areas) == 1:
        return areas[0]
    grown = shapely.union_all([area.buffer(_GAP, join_style="mitre") for area in areas])
    whole = grown.buffer(-_GAP, join_style="mitre").simplify(_GAP / 2)
    parts = [Polygon(part.exterior) for part in getattr(whole, "geoms", [whole])]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _key(name: str) -> str:
    """The id of an association as the warehouse has it: „goldene-aue“."""
    text = name.removeprefix("Verbandsgemeinde ").casefold()
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _feature(
    level: str, area_id: str, name: str, area: BaseGeometry, seat: tuple[int, int]
) -> dict[str, object]:
    largest = max(getattr(area, "geoms", [area]), key=lambda part: part.area)
    label = polylabel(largest, tolerance=200)
    return {
        "type": "Feature",
        "id": f"{level}:{area_id}",
        "properties": {
            "level": level,
            "area_id": area_id,
            "name": name,
            "label_x": round(label.x),
            "label_y": round(label.y),
            "seat_x": seat[0],
            "seat_y": seat[1],
        },
        "geometry": _rounded(mapping(area)),
    }


def _rounded(geometry: object) -> object:
    """Whole metres: far below what a map of the district can show."""
    if isinstance(geometry, dict):
        return {
            "type": geometry["type"],
            "coordinates": _rounded(list(geometry["coordinates"])),
        }
    if isinstance(geometry, list | tuple):
        if geometry and isinstance(geometry[0], float):
            return [round(part) for part in geometry]
        return [_rounded(part) for part in geometry]
    return geometry


if __name__ == "__main__":
    main()
