# Two commands are enough: make run, make test. All targets go through the same environment.

PYTHON3 ?= python3
PYTHON := .venv/bin/python
BOOTSTRAP := $(PYTHON3) scripts/bootstrap.py

# Nothing is sent anywhere, and compiled bytecode saves seconds at every start.
export RASA_TELEMETRY_ENABLED := false
export SANIC_HOST := 127.0.0.1
export PYTHONDONTWRITEBYTECODE :=
export PYTHONUNBUFFERED := 1
export TF_CPP_MIN_LOG_LEVEL := 2
# Understanding multiplies small matrices: waking a second thread for them costs more than it saves.
export OPENBLAS_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup run web train check test eval pipelines bench lint format lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 11

setup: ## make the environment (.venv) from requirements.lock
	@$(BOOTSTRAP)

run: web ## set up, build the pages, train if anything changed, serve on http://127.0.0.1:5005 (HOST, PORT) until Ctrl-C
	@exec $(PYTHON) -m bot serve

web: setup ## build what a service reads: widget, desk and look-up page (web/dist), embedding (.venv/share), if anything changed
	@$(PYTHON) scripts/build_web.py
	@$(PYTHON) -m bot.understanding.e5

train: setup ## train a model if anything that matters changed (FORCE=1: train anyway)
	@$(PYTHON) -m bot train $(if $(FORCE),--force)

check: setup ## check the content: one line for each mistake
	@$(PYTHON) -m bot check

test: setup ## run every test, on two cores (ARGS: further arguments for pytest, such as one file, or -n 0)
	@$(PYTHON) -m pytest -n 2 --dist loadfile $(ARGS)

eval: setup ## measure understanding on the evaluation sets, write docs/evaluation/
	@$(PYTHON) -m evaluation

pipelines: setup ## compare ways of understanding side by side (ARGS: further arguments, --help lists them)
	@$(BOOTSTRAP) --stock
	@$(PYTHON) -m evaluation.pipelines $(ARGS)

bench: setup ## measure beside Rasa's default, write docs/benchmark.md (ARGS: further arguments, --help lists them)
	@$(BOOTSTRAP) --stock
	@$(PYTHON) -m benchmark $(ARGS)

lint: setup ## ruff and mypy
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

format: setup ## sort imports and format the code
	@$(PYTHON) -m ruff check --fix --select I .
	@$(PYTHON) -m ruff format .

COMPILE = pip compile --quiet --python-version 3.10 --python-platform x86_64-manylinux_2_28 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links

lock: ## write requirements.lock and requirements/stock.lock anew from pyproject.toml
	@uv="$$($(BOOTSTRAP) --uv)" && \
	  "$$uv" $(COMPILE) pyproject.toml --extra dev --override requirements/left-out.txt -o requirements.lock && \
	  "$$uv" $(COMPILE) requirements/stock.txt -c requirements.lock -o requirements/stock.lock

clean: ## remove models, caches and everything under var/ (the environment stays)
	@rm -rf models var web/dist web/node_modules .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +
