# `make demo` and `make test` each set up by themselves on a fresh Debian machine with Python 3.11+.
.PHONY: demo test check bench soak setup gateway clean types style running bot floor rest
# Debian's own Python is built with profile-guided optimisation and runs this about a quarter faster
# than most self-built ones, so it comes first where it is new enough.
PYTHON ?= $(shell for p in /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
SCHEME ?= son_la_2024
STAMP := $(VENV)/.installed
# Every start of the program would compile it anew where the environment forbids to keep the bytecode.
export PYTHONDONTWRITEBYTECODE :=
# The longest first: what is short fills the gaps at the end.
PARTS := running floor types bot rest style
RUNNING := tests/browser tests/concurrency tests/e2e tests/kannel
FLOOR := tests/scoring tests/survey_flows
PYTEST := $(BIN)/python -m pytest

setup: $(STAMP)

# Debian ships python3 without ensurepip unless python3-venv is installed.
$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (make PYTHON=/path/to/python3 ...)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } || { echo "Please install python3-venv: sudo apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,postgresql]'
	@touch $@

demo: $(STAMP)
	@$(BIN)/sipas demo --scheme $(SCHEME)

check: $(STAMP)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types style

types: $(STAMP)
	$(BIN)/mypy

style: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

# The parts run side by side; each says its piece when it ends, and all end even if one fails.
test: $(STAMP)
	@echo "Two at a time: $(PARTS) ..."
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going $(PARTS)

# Only what counts for the floor of the coverage is traced, since tracing doubles its time.
floor: $(STAMP)
	$(PYTEST) $(FLOOR) -m 'not no_cover and not soak' --cov --cov-report=term

# These wait for processes, sockets and browsers half of their time.
running: $(STAMP)
	$(PYTEST) -n 2 --dist loadgroup $(RUNNING)

bot: $(STAMP)
	$(PYTEST) tests/bot

# Whatever no other part runs, so that no test is forgotten.
rest: $(STAMP)
	$(PYTEST) tests $(RUNNING:%=--ignore=%) --ignore=tests/bot -m 'no_cover and not soak'

# The SMS gateway that tests/kannel starts. Without it, or without the right to install it, they are skipped.
gateway:
	@test -x /usr/sbin/bearerbox || { [ "$$(id -u)" = 0 ] && export DEBIAN_FRONTEND=noninteractive \
		&& timeout 300 sh -c 'apt-get update -qq && apt-get install -y -qq kannel' >/dev/null 2>&1; } \
		|| echo "Kannel is not installed: the tests of the SMS gateway will be skipped"

bench: $(STAMP)
	@for figure in benchmarks/[a-z]*.py; do $(BIN)/python $$figure || exit 1; done

soak: $(STAMP)
	$(PYTEST) -m soak -s
	$(PYTEST) -m 'hypothesis and not soak' --hypothesis-profile=soak

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
