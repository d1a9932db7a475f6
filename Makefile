# Every target sets up what it needs; nothing has to be installed by hand but Python 3.11 and make.
# Debian builds its own Python by profile: it takes a tenth less time for the same than what version managers compile.
PYTHON ?= $(shell /usr/bin/python3.11 -c 'import ensurepip' 2>/dev/null && echo /usr/bin/python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

DEMO_LANGUAGE ?= nl
DEMO_PORT ?= 0

.DEFAULT_GOAL := help
.PHONY: help setup demo screenshots test test-both check format bench run messages manifest lock

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: $(READY) ## the environment, with everything that is locked (the other targets call this)

# The stamp is newer than what it was made from, so a second call takes no time.
$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: export DEMO_LANGUAGE := $(DEMO_LANGUAGE)
demo: export DEMO_PORT := $(DEMO_PORT)
# `exec`: what ends `make` ends the demo, and no shell stays between them.
demo: setup ## try it in your browser (ONCE=1: print one team's day and end; DEMO_LANGUAGE=en, DEMO_PORT=8300)
	@exec $(BIN)/klantritme demo $(if $(ONCE),--once)

screenshots: setup ## pictures of every flow, as each role, in both languages, at both widths
	$(BIN)/python -m tests.web.screenshots

# Bytecode is kept, whatever the shell says: each worker, and each process that a test starts, reads it.
test test-both demo: export PYTHONDONTWRITEBYTECODE :=

test: setup ## all tests, on SQLite and on a real PostgreSQL, each dialogue on one of them
	$(BIN)/python -m pytest -n 3 --dist worksteal

test-both: setup ## the same, with each dialogue on both, and random orders longer
	$(BIN)/python -m pytest -n 3 --dist worksteal --both

check: setup ## format, lint, types, direction, translations, settings, manifest, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m checks

format: setup ## put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## figures as a Markdown table of ratios, into docs/benchmarks.md (about a quarter of an hour)
	$(BIN)/python -m benchmarks

run: setup ## the bot, connected to your Slack workspace (see .env.example)
	$(BIN)/klantritme run

messages: setup ## bring the translation catalogues up to date with the code
	$(BIN)/python -m checks.catalogs --update

manifest: setup ## write the Slack app manifest anew
	$(BIN)/klantritme manifest > bot/slack/manifest.json

lock: setup ## choose and lock the newest versions that pyproject.toml allows
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra postgres --group dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --extra postgres pyproject.toml -o requirements/run.txt
