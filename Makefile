# make demo   set up and rehearse the founding campaign      make test   the whole suite
# make check  style, types, layers, migrations               make bench  measurements      make clean
# make soak   every protocol and database for about an hour: workers killed while Facebook fails, longer than make test does

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEV := .venv/.dev

.PHONY: demo test check bench soak run clean format help

help:
	@grep -E '^# ' Makefile | cut -c3-

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "Python 3.11 is needed; this is: $$($(PYTHON) --version). Try: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python cannot make a virtual environment here. On Debian: apt install python3-venv" >&2; exit 1; }
	@echo "Installing (pinned in constraints.txt) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $(READY)

$(DEV): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(DEV)

demo: $(READY)
	@$(BIN)/bhxh rehearse thang-5-2021

run: $(READY)
	@$(BIN)/bhxh run

test: $(DEV)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=scheduler.settings $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/bhxh check

bench: $(DEV)
	$(BIN)/python -m bench

soak: $(DEV)
	$(BIN)/python -m bench.soak

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv var build *.egg-info
