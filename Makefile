# The two commands: `make run` opens the desk, `make test` passes the suite. Both start from nothing but Python 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# One test process per core, each with a data folder and a database of its own; the tests of a file stay in one.
APART := -n auto --dist loadfile

.PHONY: run test setup setup-test setup-spark lint unit databases browser spark words lock pictures clean

run: setup
	@$(BIN)/tradewind serve

test: setup-test lint unit databases browser spark

setup: $(VENV)/ready-to-run

setup-spark: $(VENV)/ready-for-spark

setup-test: $(VENV)/ready-to-test
	@$(BIN)/python tests/system.py

$(VENV)/ready-to-run: requirements/run.txt pyproject.toml $(wildcard tradewind/locale/*/LC_MESSAGES/*.po)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the desk needs (about a minute the first time) …"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m tradewind.locale.compile
	@touch $@

$(VENV)/ready-to-test: requirements/test.txt $(VENV)/ready-to-run
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/ready-for-spark: requirements/spark.txt $(VENV)/ready-to-run
	@echo "Installing PySpark (700 MB, a few minutes the first time) …"
	@$(BIN)/python -m pip install -qq --require-hashes --no-build-isolation -r requirements/spark.txt
	@touch $@

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit:
	$(BIN)/python -m pytest -q $(APART) --ignore=tests/browser --ignore=tests/ledger/test_spark.py

databases:
	$(BIN)/python tests/postgresql.py $(BIN)/python -m pytest -q $(APART) -m both_databases

browser:
	$(BIN)/python -m pytest -q tests/browser

spark: setup-spark
	$(BIN)/python -m pytest -q tests/ledger/test_spark.py

words:
	$(BIN)/python -m tradewind.locale.gather

pictures:
	$(BIN)/python docs/pictures/take.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
