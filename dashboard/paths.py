"""Where the files that ship with the project lie, in a checkout and in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_BUNDLED = PACKAGE / "_bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else PACKAGE.parent

QUERIES = _ROOT / "queries"
MIGRATIONS = QUERIES / "migrations"
VIEWS = QUERIES / "views"
DATA = _ROOT / "data"
REFERENCE = DATA / "reference"
RECORD = DATA / "record"
DEMO = DATA / "demo"
STATIC = PACKAGE / "static"
FONTS = PACKAGE / "fonts"
APP = PACKAGE / "app.py"
