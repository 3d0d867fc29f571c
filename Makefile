# Tasks of developers. `make` lists them; .ci/run uses the same ones.

PYTHON ?= python3
BIN := .venv/bin
# What a change most often breaks and two idle cores run in less than 20 seconds.
FAST := tests/domain tests/exchange tests/settings tests/recovery tests/architecture

.DEFAULT_GOAL := help
.PHONY: help install check audit test test-fast snap po docs bench lock

help: ## List the tasks
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: ## Install what is pinned, verified by its hashes, and the program itself
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .

check: ## Check style, types and translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m csp_tui.locale check

audit: ## Check the pinned packages for known vulnerabilities
	$(PYTHON) -m venv .ci/audit
	.ci/audit/bin/pip install --quiet --require-hashes --requirement .ci/audit.txt
	$(BIN)/python -m tests.packaging.audit .ci/audit/bin/pip-audit

test: ## Run all tests
	$(BIN)/python -m pytest --durations=25

test-fast: ## Run the tests that take less than 20 seconds
	$(BIN)/python -m pytest -n 2 $(FAST)

snap: ## Take the snapshots of screens again; review what changed before you commit it
	$(BIN)/python -m pytest tests/snapshots --snapshot-update

po: ## Bring the translations up to date with the texts
	$(BIN)/python -m csp_tui.locale extract
	$(BIN)/python -m csp_tui.locale compile
	$(BIN)/python -m csp_tui.locale check

docs: ## Write the table of keys and the manual pages again
	$(BIN)/python -m csp_tui.ui.commands.key_table > .keys.md && mv .keys.md docs/keys.md
	$(BIN)/python -m csp_tui.cli.manual

bench: ## Measure the program; takes minutes
	$(BIN)/python -m tests.benchmark

lock: ## Pin everything with hashes, after a change of pyproject.toml or constraints.txt
	$(PYTHON) -m venv .ci/lock
	.ci/lock/bin/pip install --quiet --require-hashes --requirement .ci/lock.txt
	$(LOCK) --extra test --extra dev --extra partner-center --constraint constraints.txt --output-file requirements.txt pyproject.toml
	$(LOCK) --no-emit-package pip --output-file .ci/audit.txt .ci/audit.in
	$(LOCK) --output-file .ci/lock.txt .ci/lock.in

# Hashes of every file of a release, so that they hold on every system; no address of a registry.
LOCK := .ci/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
