# Every target sets up what it needs. `make help` lists them.

PYTHON ?= python3
VENV := .venv
DEV := .venv-dev
COMMAND := $(VENV)/bin/profit-sentinel
LOCK := $(DEV)/bin/uv pip compile pyproject.toml --universal --generate-hashes \
	--python-version 3.11 --no-emit-index-url --no-header --quiet
SEED ?= $(shell date +%s)
SEED := $(SEED)

.DEFAULT_GOAL := help
.PHONY: help setup run test torture spark keycloak lint format accuracy calibrate columns bench load pages screenshots docs lock clean

help: ## List the targets.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

setup: $(COMMAND) ## Make .venv with the profit-sentinel command in it.

run: setup ## Make the demo chain, analyse it, print its digest, serve the HTTP interface.
	$(COMMAND) demo --out demo --history
	$(COMMAND) analyze demo/inventory.csv
	PROFIT_SENTINEL_HOME=demo/home $(COMMAND) upload demo/inventory_*.csv demo/inventory.csv
	PROFIT_SENTINEL_HOME=demo/home $(COMMAND) serve

test: $(DEV)/ready ## Run every test.
	$(DEV)/bin/python -m pytest

spark: $(DEV)/spark ## Compare Spark with Polars, every leak; needs Java. SPARK=tests for all tests.
	JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 $(DEV)/bin/python -m pytest -m spark -n 1 \
		-o faulthandler_timeout=900 \
		$(or $(SPARK),tests/declaration/test_expression.py tests/engine/test_engines.py \
		tests/engine/test_engines_demo.py tests/engine/test_spark.py)

keycloak: $(DEV)/ready ## Sign in through a real Keycloak; needs Java and Maven.
	sh keycloak.sh $(DEV)/keycloak
	KEYCLOAK=$(DEV)/keycloak $(DEV)/bin/python -m pytest -m keycloak -n 0 tests/browser/test_keycloak.py

torture: $(DEV)/ready ## Damage 2,000 files, kill the service 200 times; TORTURE=N, SEED=N.
	@echo "seed $(SEED)"
	TORTURE=$(or $(TORTURE),2000) $(DEV)/bin/python -m pytest tests/ingest/test_fuzz.py \
		tests/cli/test_cli_fuzz.py --hypothesis-seed=$(SEED) -o faulthandler_timeout=3600
	TORTURE_KILLS=200 TORTURE_SEED=$(SEED) TORTURE_EXAMPLES=2000 $(DEV)/bin/python -m pytest \
		tests/torture tests/api/test_schemathesis.py --hypothesis-seed=$(SEED) \
		-o faulthandler_timeout=3600

lint: $(DEV)/ready ## Check style, types and the borders between rooms.
	$(DEV)/bin/ruff check
	$(DEV)/bin/ruff format --check
	$(DEV)/bin/mypy
	$(DEV)/bin/lint-imports

format: $(DEV)/ready ## Format the code and mend what can be mended by machine.
	$(DEV)/bin/ruff check --fix
	$(DEV)/bin/ruff format

accuracy: $(DEV)/ready ## Judge held-out simulated chains; write the pages and plots in docs.
	$(DEV)/bin/python benchmarks/accuracy/run.py --write

calibrate: $(DEV)/ready ## Fit probabilities on training chains; write the leaks' pages.
	$(DEV)/bin/python benchmarks/accuracy/run.py --fit
	$(DEV)/bin/python -m profit_sentinel leaks --out docs/leaks

columns: $(DEV)/ready ## Print how well columns are recognised that no system lists.
	$(DEV)/bin/python benchmarks/columns/run.py --write

bench: $(DEV)/ready ## Time the command against reading the file alone and plain pandas.
	$(DEV)/bin/python benchmarks/speed/run.py --write

load: $(DEV)/ready ## Measure the service under load; write the page in docs.
	$(DEV)/bin/python benchmarks/load/run.py --write

pages: $(DEV)/ready ## Measure the pages in Chromium; write the page in docs.
	$(DEV)/bin/python benchmarks/pages/run.py --write

screenshots: $(DEV)/ready ## Take the README's pictures from the running program.
	$(DEV)/bin/python benchmarks/pages/run.py --screenshots

docs: setup ## Write the page of every leak from its declaration.
	$(COMMAND) leaks --out docs/leaks

lock: $(DEV)/ready ## Pin every dependency by hash, for all platforms.
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --extra duckdb --extra postgres --output-file requirements-dev.lock
	$(LOCK) --extra spark --constraint requirements-dev.lock --output-file requirements-spark.lock

clean: ## Remove everything the targets made.
	rm -rf $(VENV) $(DEV) demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(COMMAND): requirements.lock pyproject.toml setup.sh
	PYTHON=$(PYTHON) sh setup.sh $(VENV) requirements.lock
	@touch $@

$(DEV)/ready: requirements-dev.lock pyproject.toml setup.sh
	PYTHON=$(PYTHON) sh setup.sh $(DEV) requirements-dev.lock
	sh browser.sh
	@touch $@

$(DEV)/spark: $(DEV)/ready requirements-spark.lock
	$(DEV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-spark.lock
	@touch $@
