# Every target does its own set-up. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo test check bench chaos words understanding operations shots clean

help: ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml constraints.txt scripts/set_up.sh
	@scripts/set_up.sh $(PYTHON) $(VENV)
	@touch $@

demo: $(READY) ## a phone in the browser, the bot and the inbox; ARGS='--port 9000'
	@$(VENV)/bin/bofast demo $(ARGS)

test: $(READY) ## all tests, with a real PostgreSQL and a real browser; ARGS='tests/stories -x'
	@scripts/find_browser.sh
	@$(RUN) -m pytest -n 4 --dist worksteal $(ARGS)

check: $(READY) ## ruff and mypy, as strict as they go
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check --line-length 110 .
	@$(VENV)/bin/mypy

bench: $(READY) ## how fast, beside bare bots, and how much it takes; ARGS='speed --chats 50'
	@$(RUN) -m bench $(ARGS)

chaos: $(READY) ## kill and break running processes, count what is lost or doubled; ROUNDS=100 goes on
	@$(RUN) -m bench.chaos $(ARGS)

operations: $(READY) ## promtool and systemd-analyze (which must be there) look at docs/operations
	@$(RUN) -m pytest -q tests/seeing/operations_by_their_tools.py

understanding: $(READY) ## how well messages are understood, beside dateparser on times
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,train]'
	@PYTHONPATH=. $(RUN) scripts/measure_understanding.py

words: $(READY) ## every message in three languages as the tenant sees it: out/words.html
	@mkdir -p out
	@$(RUN) -m locales.page out/words.html
	@echo "Open out/words.html in a browser."

shots: $(READY) ## the README's screenshots, made anew
	@scripts/find_browser.sh
	@$(RUN) scripts/screenshots.py

clean: ## remove what was made here (not your data)
	rm -rf $(VENV) out build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
