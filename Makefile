# Everything one does with this project; each target sets up what it needs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
.DEFAULT_GOAL := run

.PHONY: run async postgres test check bench eval docs lock tools

run: .venv/ready  ## serve on http://127.0.0.1:8080 (PORT changes it)
	$(BIN)/python main.py

async: .venv/ready  ## the same with workers and a Redis of its own
	sh tools/async.sh $(BIN)/python

postgres: .venv/ready  ## what a store in PostgreSQL needs (STORE_URL)
	$(BIN)/python -m pip install -q --require-hashes -r requirements-postgres.txt

test: .venv/dev tools  ## the whole suite
	$(BIN)/python -m pytest -n 2

check: .venv/dev  ## lint, types and the fast tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 -m "not browser and not slow"

bench: .venv/dev  ## the measurements
	$(BIN)/python -m bench

eval: .venv/dev  ## how good the built-in checks are
	$(BIN)/python -m evaluation.run
	$(BIN)/python -m evaluation.texts

docs: .venv/dev  ## write the generated pages anew
	$(BIN)/python -m docs.generate

lock: .venv/dev  ## pin the requirements anew
	for name in requirements requirements-postgres requirements-dev; do \
	  $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header \
	    --no-emit-index-url --no-emit-find-links $$name.in -o $$name.txt || exit 1; done

# A stamp is newer than what it was made from, so that the second start takes no time.
.venv/ready: requirements.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Bluepencil needs Python 3.11 or newer (PYTHON=... names one)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh tools/need.sh python3-venv
	@echo "Setting up .venv; the first time this takes about half a minute …"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --require-hashes -r requirements.txt
	@touch $@

.venv/dev: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt
	@touch $@

tools:  ## what the tests need besides Python
	@missing=; for name in chromium redis-server; do \
	  command -v $$name >/dev/null || missing="$$missing $$name"; done; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-writer-nogui"; \
	[ -z "$$missing" ] || sh tools/need.sh $$missing
	@command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || \
	  sh tools/postgresql.sh
