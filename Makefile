# Parley. `make run` starts the product, `make test` checks everything; both prepare a fresh machine by themselves.

VENV := .venv
PYTHON := $(VENV)/bin/python
MANAGE := $(PYTHON) manage.py
export PORT ?= 8000
HOST ?= 127.0.0.1
export PARLEY_DATA ?= $(CURDIR)/var

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.PHONY: run serve prepare demo install dev system-run system-test check lint types layers protocol messages js test packs translation-eval bench clean

# The product with its demo; `make serve` is the same without the demo's people.
run: prepare demo serve

serve: prepare
	@echo "Parley: http://localhost:$(PORT)/"
	@exec $(VENV)/bin/daphne --bind $(HOST) --port $(PORT) --verbosity 0 config.asgi:application

prepare: install
	@$(MANAGE) migrate --skip-checks --verbosity 0
	@$(MANAGE) models install --best
	@cd chat && ../$(PYTHON) ../manage.py compilemessages --verbosity 0
	@$(MANAGE) collectstatic --no-input --verbosity 0

demo: prepare
	@$(MANAGE) demo

# --- what is needed ----------------------------------------------------------------------------------------------

install: system-run $(VENV)/installed
dev: system-test $(VENV)/installed-dev

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Parley needs Python 3.11 or newer."; exit 1; }
	@python3 -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing Python packages (once)"
	@$(PYTHON) tools/requirements.py > $(VENV)/requirements.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r $(VENV)/requirements.txt
	@# What runs GGUF models is there for most machines; without it the other engines do.
	@$(PYTHON) tools/requirements.py llama > $(VENV)/requirements-llama.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --only-binary :all: -r $(VENV)/requirements-llama.txt \
		|| echo "No package for GGUF models on this machine: going on without."
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing Python packages for development (once)"
	@$(PYTHON) tools/requirements.py dev > $(VENV)/requirements-dev.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r $(VENV)/requirements-dev.txt
	@touch $@

system-run:
	@tools/system-packages gettext:msgfmt python3-venv:python3

system-test:
	@tools/system-packages chromium:chromium nodejs:node fonts-noto-cjk:- postgresql:/usr/lib/postgresql/*/bin/initdb gettext:msgfmt

# --- checks ------------------------------------------------------------------------------------------------------

check: dev lint types layers protocol messages js
	@# Where tests/speech_model.py looks for it, whatever folder the service itself is told to use.
	@PARLEY_SPEECH=$(CURDIR)/var/speech $(MANAGE) models install whisper-base
	@$(PYTHON) -m pytest -m "not slow and not browser"

lint:
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

types:
	@$(VENV)/bin/mypy

layers:
	@$(VENV)/bin/lint-imports

protocol:
	@$(MANAGE) export_protocol --check
	@$(MANAGE) makemigrations --skip-checks --check --dry-run --verbosity 0

messages:
	@cd chat && ../$(PYTHON) ../manage.py compilemessages --verbosity 0
	@$(PYTHON) tools/check_messages.py

js:
	@node --test tests/js/

test: check
	@# Where tests/gguf.py looks for it, whatever folder the service itself is told to use.
	@PARLEY_MODELS_DIR=$(CURDIR)/var/models $(MANAGE) models install qwen
	@$(PYTHON) -m pytest -m "slow or browser"
	@# A thread that ends with its test's event loop may let its connection go unclosed: no defect of the service.
	@tools/with-postgres $(PYTHON) -m pytest tests/chat -m "not browser" -W ignore::pytest.PytestUnraisableExceptionWarning

# The starter packs anew; translation/training/README.md says how long that takes.
packs: $(VENV)/installed
	@$(PYTHON) tools/requirements.py training > $(VENV)/requirements-training.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r $(VENV)/requirements-training.txt
	@MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592 $(PYTHON) -m translation.training $(TRAINING)

# How good the installed engines are, on lines that none has seen; `make translation-eval ENGINES=starter` for one.
translation-eval: $(VENV)/installed
	@$(PYTHON) tools/requirements.py evaluation > $(VENV)/requirements-evaluation.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r $(VENV)/requirements-evaluation.txt
	@$(PYTHON) -m tests.benchmarks.translation_quality $(ENGINES)

bench: dev
	@$(PYTHON) -m tests.benchmarks

clean:
	rm -rf $(VENV) var
