# `make run` and `make test` are all a newcomer needs. The rest is listed by `make help`.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PY := $(BIN)/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
DEMO ?= 1
ROUNDS ?= 20
KILLS ?= 60
NO_DEMO := $(if $(filter 0 no false,$(DEMO)),--no-demo)

.PHONY: help run dev test check bench soak stack lock clean

help:
	@echo "make run     start everything here: demo city, address, log-ins (DEMO=0: empty installation)"
	@echo "make test    every check and test, on SQLite, and on PostgreSQL and Redis where they answer"
	@echo "make dev     the web process alone, reloading at each change"
	@echo "make check   the checks without the tests"
	@echo "make bench   measurements against raw SQL and stock code, into bench.json"
	@echo "make soak    KILLS (60) kills of worker, beat, Redis, PostgreSQL under load; then races on PostgreSQL, ROUNDS times (20)"
	@echo "make stack   the processes of docker-compose.yml without Docker"
	@echo "make lock    resolve the dependencies of pyproject.toml anew"
	@echo "make clean   remove the environment and what was built; data stays"

.venv/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; PYTHON=… names one."; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null || .ci/packages --needed python3-venv
	"$(PYTHON)" -m venv .venv

.venv/.run: requirements.lock | .venv/bin/python
	@.ci/packages run
	@echo "Installing what requirements.lock names (once, under a minute) …"
	@$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/.test: .ci/requirements.lock .venv/.run
	@.ci/packages test
	@echo "Installing what .ci/requirements.lock names (once) …"
	@$(PY) -m pip install --quiet --require-hashes -r .ci/requirements.lock
	@touch $@

run: .venv/.run
	@$(PY) manage.py prepare $(NO_DEMO)
	@exec $(PY) manage.py up

dev: .venv/.run
	@DEBUG=1 $(PY) manage.py prepare --no-static $(NO_DEMO)
	@exec env DEBUG=1 $(PY) manage.py runserver

check: .venv/.test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check --quiet .
	$(PY) -m mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	$(PY) manage.py makemigrations --check --dry-run --settings tests.settings
	$(PY) manage.py prepare --catalogues
	$(BIN)/djlint --lint --quiet ops safety stations rooms config

test: check
	$(PY) -m pytest --numprocesses 3 --dist worksteal
	@engines="$$($(PY) -m tests.engines)" || exit 0; \
	echo "The same tests on $$engines"; \
	env $$engines $(PY) -m pytest --numprocesses 3 --dist worksteal --ignore tests/house --ignore tests/browser

bench: .venv/.test
	$(PY) -m tests.bench --json bench.json

soak: .venv/.test
	$(PY) -m tests.soak --kills $(KILLS) $(if $(SEED),--seed $(SEED))
	@engines="$$($(PY) -m tests.engines)" || exit 1; \
	for round in $$(seq $(ROUNDS)); do \
		echo "Round $$round of $(ROUNDS)"; \
		env $$engines $(PY) -m pytest -q -m postgres tests/ops tests/stations || exit 1; \
	done

stack: .venv/.test
	@exec $(PY) manage.py stack --demo

lock: .venv/.test
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --group dev --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --output-file .ci/requirements.lock

clean:
	rm -rf .venv static-collected .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
