# Amends. `make` alone lists the commands.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check lint types contracts browser pytest pictures emulators bench fuzz fix lock clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Amends needs Python 3.11 or later; say which with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Amends into $(VENV) (about a minute the first time) ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.runtime
	@echo "Installing the test tools ..."
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

demo: $(VENV)/.runtime ## Show the whole loop on this machine, without an account
	@$(BIN)/amends demo

test: browser check pytest ## Lint, types, import contracts and every test

check: lint types contracts

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

contracts: $(VENV)/.test
	$(BIN)/lint-imports

browser: $(VENV)/.test
	@$(BIN)/python -m tests.support.browser

pytest: $(VENV)/.test browser
	$(BIN)/python -m pytest -n 2 --dist loadfile

pictures: $(VENV)/.test browser ## Make the pictures of README and docs anew
	AMENDS_TEST_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/amends/test_demo_in_browser.py tests/web/test_bringing_in_a_browser.py tests/web/test_reports_in_a_browser.py

emulators: $(VENV)/.test ## Run the engine before trackers written by others (needs node and npm)
	@command -v npm >/dev/null || { echo "The emulators need Node.js 20 or later with npm: install it, then run make emulators again."; exit 1; }
	@mkdir -p .emulators && cp tests/emulators/package.json tests/emulators/package-lock.json .emulators/
	@npm ci --prefix .emulators --ignore-scripts --no-audit --no-fund --silent
	@test -x .emulators/python/bin/pip || $(PYTHON) -m venv --clear .emulators/python
	@.emulators/python/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r tests/emulators/requirements.lock
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/emulators

bench: $(VENV)/.test ## Print how fast it is and how many requests it sends, measured in one run
	@$(BIN)/python -m benchmarks.extraction
	@echo
	@$(BIN)/python -m benchmarks.patterns
	@echo
	@$(BIN)/python -m benchmarks.requests
	@echo
	@$(BIN)/python -m benchmarks.pages
	@echo
	@$(BIN)/python -m benchmarks.reports

fuzz: $(VENV)/.test ## Throw made-up documents at the reader for SECONDS (60)
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60)

fix: $(VENV)/.test ## Let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra build --extra test pyproject.toml -o requirements-test.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 tests/emulators/requirements.in -o tests/emulators/requirements.lock

clean: ## Remove the environment and what tests left
	rm -rf $(VENV) .browser .emulators .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build .bench *.egg-info
