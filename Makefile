# Needs make and Python 3.11 or newer. Everything else is fetched into .venv, pinned by hash in requirements/.

PYTHON ?= python3
JOBS ?= auto
ARGS ?=

# Dozens of servers are started for the tests: each would compile all sources anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
ASSETS := src/uhrwerk/entrypoints/web/static/manifest.json
SOURCES_OF_ASSETS = $(shell find frontend -name node_modules -prune -o -name '*.pyc' -o -type f -print) \
	$(shell find src/uhrwerk/entrypoints/web -name '*.po')

# uv takes a third of pip's time. Where it cannot go (a package index that only pip is set up for), pip does the work.
install = $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python $(1) \
	|| { echo "uv could not; pip tries." >&2; $(BIN)/python -m pip install --quiet $(1); }
compile = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help install serve test check screenshots bench bench-peers bench-scale assets lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

install: $(RUNTIME) $(ASSETS) ## build .venv: the locked dependencies and the `uhrwerk` command

serve: $(RUNTIME) $(ASSETS) ## start a server with a demo workspace on http://127.0.0.1:8600
	@$(BIN)/uhrwerk serve --demo $(ARGS)

test: $(DEV) $(ASSETS) ## run all tests (some of them: make test ARGS="-k awork")
	$(BIN)/python -m pytest -n $(JOBS) --maxprocesses 8 $(ARGS)

check: $(DEV) $(ASSETS) ## check format, style, types, the direction of imports and the lock files
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m frontend.node run --silent check
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pip check

screenshots: $(DEV) $(ASSETS) ## photograph the web app's pages into docs/screenshots (some: make screenshots ARGS="now week")
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

bench: $(DEV) ## measure the server beside bare ones, some minutes (into the page: make bench ARGS=--write)
	$(BIN)/python -m bench throughput $(ARGS)

bench-peers: $(DEV) ## measure other time trackers beside ours, fetched into .bench
	$(BIN)/python -m bench peers $(ARGS)

bench-scale: $(DEV) ## measure stores of 10k to 1M entries, made once into .bench (one: make bench-scale ARGS="--size 10M")
	$(BIN)/python -m bench scale $(ARGS)

assets: $(RUNTIME) ## bundle the web app and compile its catalogues, changed or not
	$(BIN)/python -m frontend.build

lock: $(RUNTIME) ## rewrite requirements/ from pyproject.toml (newer versions: make lock ARGS=--upgrade)
	$(compile) --group build pyproject.toml -o requirements/runtime.txt
	$(compile) --group dev pyproject.toml -c requirements/runtime.txt -o requirements/dev.txt
	$(compile) --group node -o requirements/node.txt
	$(compile) --group uv -o requirements/uv.txt

clean: ## delete .venv, build output and caches (data/ stays)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf frontend/node_modules $(dir $(ASSETS)) src/uhrwerk/entrypoints/web/locale/*/LC_MESSAGES
	find . -name __pycache__ -prune -exec rm -rf {} +

$(RUNTIME): pyproject.toml requirements/runtime.txt requirements/node.txt requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Uhrwerk needs Python 3.11 \
	or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1). Name another: make install PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. \
	On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Building .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --quiet --require-hashes -r requirements/uv.txt || true
	@$(call install,--require-hashes -r requirements/runtime.txt)
	@$(BIN)/python -m frontend.node || $(call install,--require-hashes -r requirements/node.txt)
	@$(call install,--no-deps --no-build-isolation --editable .)
	@touch $@

# The installation above has made them; this is for what changed since.
$(ASSETS): $(SOURCES_OF_ASSETS) | $(RUNTIME)
	@echo "Bundling the web app"
	@$(BIN)/python -m frontend.build

$(DEV): $(RUNTIME) requirements/dev.txt tests/browser/install-chromium.sh
	@echo "Adding the tools for tests and checks"
	@$(call install,--require-hashes -r requirements/dev.txt)
	@tests/browser/install-chromium.sh
	@touch $@
