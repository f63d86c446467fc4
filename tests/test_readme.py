"""The README says what is there: its commands run in the checks, its paths exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CHECKS = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

COMMANDS = sorted(set(re.findall(r"\bmake ([a-z-]+)", README)))
# Paths in back quotes and links; a file of the package may stand without "dashboard/".
PATHS = sorted(
    set(re.findall(r"`((?:[\w.-]+/)*[\w-]+(?:\.(?:py|md|toml)|/)|\.ci/run)`", README))
    | set(re.findall(r"\]\(([^)]+)\)", README))
)


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 100


def test_the_first_two_commands_are_run_and_test() -> None:
    first_block = README.split("```sh\n")[1].split("```")[0]
    assert re.findall(r"^make ([a-z-]+)", first_block, re.MULTILINE) == ["run", "test"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_make_command_of_the_readme_exists(command: str) -> None:
    assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("command", ["make test", "make check"])
def test_the_checks_run_the_same_commands(command: str) -> None:
    assert re.search(rf"^{command}$", CHECKS, re.MULTILINE)


def test_make_and_the_steps_without_make_do_the_same() -> None:
    windows = README.split("```bat\n")[1].split("```")[0]
    assert 'pip install -c constraints.txt -e ".[dev]"' in windows
    assert "-m pip install" in MAKEFILE
    assert "-c constraints.txt" in MAKEFILE
    assert '-e ".[dev]"' in MAKEFILE
    for step in ("regionaldialog --demo serve", "python -m pytest"):
        assert step in windows
        assert step in MAKEFILE


@pytest.mark.parametrize("name", PATHS)
def test_a_path_of_the_readme_exists(name: str) -> None:
    assert (ROOT / name).exists() or (ROOT / "dashboard" / name).exists()


def test_a_task_of_the_readme_exists() -> None:
    for name in re.findall(r"`tasks\.(\w+)`", README):
        assert f"def {name}(" in (ROOT / "dashboard" / "tasks.py").read_text(encoding="utf-8")


def test_the_pinned_versions_name_no_address_and_cover_the_project() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+]+", pin) for pin in pins)
    pinned = {pin.split("==")[0].lower().replace("_", "-") for pin in pins}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert {name.lower() for name in re.findall(r'^    "([\w-]+)[><=]', project, re.M)} <= pinned


def test_the_command_of_the_readme_has_help() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    assert "serve" in shown.stdout
