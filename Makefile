# Two commands: `make run` starts the dashboard with the demo data, `make test` runs all tests.
# Without make (Windows): the same steps are in the README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test fast-test check clean

run: $(VENV)/installed
	$(BIN)/regionaldialog --demo serve

test: $(VENV)/installed-dev
	@sh tests/browser/install_chromium.sh
	$(BIN)/python -m pytest -m "not browser and not benchmark" -n auto --dist loadfile
	$(BIN)/python -m pytest -m browser

# What tells most in little time: no browser, no processes, on all cores.
fast-test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not browser and not slow and not benchmark" -n auto --dist loadfile

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "There is no $(PYTHON). Please install Python 3.11 or newer, or name yours:" \
			"make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11. Please name a newer one:" \
			"make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu:" \
			"sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing the libraries into $(VENV) (a minute or two the first time) ..."
	@$(INSTALL) -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing the tools for tests into $(VENV) ..."
	@$(INSTALL) -e ".[dev]"
	@touch $@
