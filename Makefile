# Two commands matter: `make run` and `make test`. Everything installs itself.
SHELL := /bin/sh
PYTHON ?= python3
export PORT ?= 8000
export DATA_DIR ?= var
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

.DEFAULT_GOAL := help
.PHONY: help run test setup check bench verify format messages lock

help: ## What can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: setup ## Prepare everything and serve the site on http://127.0.0.1:$(PORT)/
	@DJANGO_SETTINGS_MODULE=community.settings.local exec $(BIN)/python manage.py run_site

test: $(VENV)/development.stamp $(CATALOGS) ## Prepare everything and pass all the tests
	@./tests/install_chromium.sh
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

setup: $(VENV)/run.stamp $(CATALOGS) ## Only the set-up

check: $(VENV)/development.stamp $(CATALOGS) ## Linters, types, migrations, translations, deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check --tabwidth 2 templates
	$(BIN)/mypy .
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	./locale/check.sh $(BIN)
	./deploy/check.sh $(BIN)

bench: $(VENV)/development.stamp $(CATALOGS) ## The benchmarks, as a table
	@./tests/install_chromium.sh
	@$(BIN)/python benchmarks/measure_import.py
	@$(BIN)/python benchmarks/measure_cases_import.py
	@$(BIN)/python benchmarks/measure_case_workspace.py
	@$(BIN)/python benchmarks/measure_comparable.py
	@$(BIN)/python benchmarks/measure_digest.py
	@$(BIN)/python benchmarks/measure_letters.py
	@$(BIN)/python benchmarks/measure_network_archive.py
	@$(BIN)/python benchmarks/measure_networks.py
	@$(BIN)/python benchmarks/measure_pages.py
	@$(BIN)/python benchmarks/measure_search.py

verify: $(VENV)/development.stamp $(CATALOGS) ## The long proofs; prints what it measured
	@./tests/install_chromium.sh
	@$(BIN)/python -m pytest -q -m long
	@$(BIN)/python benchmarks/verify_clean_clone.py

format: $(VENV)/development.stamp ## Write Python and templates as the house does
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/djhtml --tabwidth 2 templates

messages: $(VENV)/development.stamp ## Gather the strings to translate into locale/
	@$(BIN)/python manage.py makemessages -l es -l pt --add-location=file --no-wrap --ignore=$(VENV) --ignore=var

# A lock made anew: hashes for every platform, no address of a package index.
lock: ## Resolve pyproject.toml into requirements/
	@$(PYTHON) -m venv var/lock && var/lock/bin/pip --quiet install pip-tools==7.6.2
	@set -e; options="--generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --quiet"; \
	var/lock/bin/pip-compile $$options -o requirements/run.txt pyproject.toml; \
	var/lock/bin/pip-compile $$options --extra development -c requirements/run.txt -o requirements/development.txt pyproject.toml

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cabildo needs Python 3.11 or newer.")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(BIN)/python
	@echo "Installing what the site needs..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt
	@touch $@

$(VENV)/development.stamp: requirements/development.txt $(VENV)/run.stamp
	@echo "Installing what the tests need..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/development.txt
	@touch $@

%.mo: %.po $(VENV)/run.stamp
	@$(BIN)/pybabel --quiet compile -i $< -o $@
