# Two commands do everything on a fresh machine: `make serve` and `make test`.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test lint check docs bench bench-validation bench-isolation soak clean help

serve: $(VENV)/.serve  ## Serve the release on http://$(HOST):$(PORT)
	@$(BIN)/shuangchuang serve --host $(HOST) --port $(PORT)

test: $(VENV)/.test  ## Run every test that needs no outside program
	$(BIN)/python -m pytest -m "not outside"

lint: $(VENV)/.lint  ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(VENV)/.serve  ## Validate the whole content
	$(BIN)/shuangchuang check

docs: $(VENV)/.test  ## Write the pages of docs/ that are made from the content
	$(BIN)/python -m tests.tools.shape_docs

SIZES ?=
bench: $(VENV)/.test  ## Compare our server with two others, on generated data
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m tests.bench.engines $(SIZES)

bench-validation: $(VENV)/.test  ## Compare our validation with pySHACL and pyrudof
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m tests.bench.validation

bench-isolation: $(VENV)/.test  ## Measure honest clients beside runaway queries
	$(BIN)/python -m tests.bench.isolation

SECONDS ?= 600
soak: $(VENV)/.test  ## Load one server with honest and hostile queries and uploads
	$(BIN)/python -m tests.bench.soak $(SECONDS)

# A stamp per extra: the environment is made anew when pyproject.toml changes.
$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.serve: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test $(VENV)/.lint: $(VENV)/.%: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint]'
	@touch $@

clean:  ## Remove everything that make has made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10
