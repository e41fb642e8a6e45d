# Everything a person or a machine runs here. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-all test-report test-spark test-faults mutate lint check check-commands check-models example docs schema kpis bench bench-business-time lock clean

PYTHON ?= python3
BIN := .venv/bin

help: ## list these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/.installed ## install what is missing into .venv

# One install, from the lock: every package by version and hash. uv only makes it take seconds.
.venv/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "service-kpi needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	awk '/^[a-z]/ { wanted = /^uv==/ } wanted' requirements.txt > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@# Compiled at once: dbt's thousand modules cost every run seconds otherwise.
	@# uv does not read pip's configuration: where its index is not the one that answers, pip takes the same lock.
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt \
	    || $(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# dbt reads its hundreds of files once, here: seven seconds off the first run.
data/target/partial_parse.msgpack: | .venv/.installed
	$(BIN)/service-kpi dbt parse --quiet

run: setup data/target/partial_parse.msgpack ## build and publish the demo company's KPI tables (ARGS="--company DIR" for another)
	$(BIN)/service-kpi run $(ARGS)

test: setup ## lint and every test that needs no extra server: under ten minutes
	@$(MAKE) --no-print-directory -j2 --output-sync=target check-models check-commands lint

lint: setup ## ruff for the Python, sqlfluff for the SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@mkdir -p data/lint/warehouse   # the dbt templater opens a build file: one of its own
	SERVICE_KPI_DATA=data/lint $(BIN)/python tests/lint/run.py lint --disable-progress-bar models tests

check: check-commands check-models ## pytest: landing, whole runs, the oracle, spoilers, dbt's unit tests, documentation

# In two halves, for a core each: what looks at one build of the demo, and what does without it.
COMMANDS := $(patsubst %,tests/python/test_%.py,bench runs phonenow ecommerce demo land readers formats fuzz_landing public_schema new_kpi \
    alert doctor status messages messages_said operations run_log partitions unchanged frameworks mutants closed_month declared_forms project seeds privacy no_trace oracle oracle_assets oracle_clock oracle_history oracle_kpis oracle_money oracle_orders)

check-commands: setup
	$(BIN)/python -m pytest -q $(COMMANDS)

check-models: setup
	$(BIN)/python -m pytest -q tests/python $(COMMANDS:%=--ignore=%)

# With WILD set these do more than in `make test`: docs/testing.md says what.
LONGER := $(patsubst %,tests/python/test_%.py,wild_exports incremental history no_trace oracle_clock demo new_kpi ecommerce oracle_agrees runs closed_month forget phonenow explain)

test-all: test test-report test-spark mutate ## every test there is: wild exports, damaged files, Spark (more than an hour)
	WILD=300 $(BIN)/python -m pytest -q $(LONGER)
	FUZZ=2000 $(BIN)/python -m pytest -q tests/python/test_fuzz_landing.py

test-report: setup ## the report of the last run in a real browser (chromium): first screen, both languages, screenshots
	$(BIN)/python -m pytest -q tests/browser

test-spark: setup .venv-spark/.installed ## the demo built on Spark too, every figure compared (Java 17; some minutes)
	.venv-spark/bin/python tests/spark/run_on_spark.py

test-faults: setup ## death at every system call that writes, 40 killed runs, a full disk: over an hour; needs strace, and root to mount
	@command -v strace > /dev/null || echo "strace is missing (apt-get install strace): the killed steps are skipped"
	$(BIN)/python -m pytest -q -rs tests/faults

mutate: setup ## mistakes made on purpose in the SQL of the measures: the oracle must notice each (minutes; ARGS=fct_calls)
	$(BIN)/python tests/mutate/run.py $(ARGS)

.venv-spark/.installed: requirements-spark.txt
	$(PYTHON) -m venv .venv-spark
	$(BIN)/uv pip install --quiet --python .venv-spark/bin/python --require-hashes -r requirements-spark.txt
	@touch $@

example: setup ## a worked example: make example NAME=phonenow EXPORTS=DIR
	@test -n "$(NAME)" -a -n "$(EXPORTS)" || { echo "usage: make example NAME=phonenow EXPORTS=DIR"; exit 2; }
	@test -d companies/examples/$(NAME) || { echo "no example $(NAME); there are: $$(ls companies/examples)"; exit 2; }
	SERVICE_KPI_DATA=data/examples/$(NAME) $(BIN)/service-kpi run --company companies/examples/$(NAME) --exports $(EXPORTS)

docs: setup ## dbt's documentation in English and Chinese as one page, data/target/static_index.html (after a run)
	$(BIN)/service-kpi dbt docs generate --static --quiet
	@echo "documentation: data/target/static_index.html"

schema: setup ## write docs/schema/public.json, what semantic versioning covers, anew
	$(BIN)/python -m service_kpi.schema

kpis: setup ## write docs/kpis.md and docs/kpis.zh-CN.md, every KPI in words, anew
	$(BIN)/python -m service_kpi.catalogue

bench: setup ## run and measure at a size of one's own, figures in data/bench/latest.json: make bench N=1000000
	$(BIN)/python -m bench --requests $(or $(N),1000000) $(ARGS)

bench-business-time: setup ## what a business duration costs beside a calendar one, at ten million requests (after a run)
	$(BIN)/python bench/business_time.py

lock: setup ## work requirements.txt out anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	    --group dev pyproject.toml -o requirements.txt --upgrade
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	    requirements-spark.in -o requirements-spark.txt --upgrade

clean: ## remove what runs and tests made; keeps .venv, landing and published sets
	rm -rf data/target data/logs target logs .pytest_cache .ruff_cache .hypothesis
