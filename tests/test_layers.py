"""Data goes one way: a module imports from its own layer and the ones before it, never after."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "dashboard"

# First to last. A folder stands for everything in it.
BASIS = (
    *("errors", "settings", "paths", "formatting", "labels", "period", "spreadsheet"),
    *("access", "privacy", "intervals", "disclosure", "disclosure_release", "accessibility"),
)
LAYERS: tuple[tuple[str, ...], ...] = (
    BASIS,
    ("ingest",),
    ("warehouse",),
    ("charts",),
    ("pictures",),
    ("report",),
    ("workspace", "import_report", "headline", "imports", "decisions", "demo"),
    ("tasks",),
    ("demo_warehouse", "links"),
    ("web",),
    ("cli", "app", "main", "app_pages"),
)
USES_STREAMLIT = {"app", "main", "app_pages"}

MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if path != PACKAGE / "__init__.py" and "_bundled" not in path.parts
)


def part_of(path: Path) -> str:
    """The first name below ``dashboard``: a module or a folder."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def layer_of(part: str) -> int:
    return next(position for position, layer in enumerate(LAYERS) if part in layer)


def imported(source: str) -> set[str]:
    """The full names that a source imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path, so that this test can read them"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_reader_sees_every_form_of_import() -> None:
    source = "import a.b\nfrom dashboard import tasks\ndef f():\n    from dashboard.charts import x"
    assert imported(source) == {"a.b", "dashboard.tasks", "dashboard.charts.x"}


def test_every_module_has_a_layer() -> None:
    known = {part for layer in LAYERS for part in layer}
    assert {part_of(path) for path in MODULES} <= known


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_knows_only_the_layers_before_it(path: Path) -> None:
    own = layer_of(part_of(path))
    known = {
        name.split(".")[1]
        for name in imported(path.read_text(encoding="utf-8"))
        if name.startswith("dashboard.")
    }
    later = {part for part in known if layer_of(part) > own}
    assert not later, f"{part_of(path)} must not know {later}"


def test_streamlit_stays_in_its_place() -> None:
    users = {
        part_of(path)
        for path in MODULES
        for name in imported(path.read_text(encoding="utf-8"))
        if name.split(".")[0] == "streamlit"
    }
    assert users <= USES_STREAMLIT


def test_no_folder_is_named_pages() -> None:
    # Beside app.py Streamlit would run its files by address, past every check of the menu.
    assert not (PACKAGE / "pages").exists()
