# Two commands do most: `make start` shows the portal, `make test` proves it.
# docs/operators.md explains each variable.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv

HOST ?= 127.0.0.1
PORT ?= 8080
THREADS ?= 2
STORAGE ?= filestorage
DATABASE ?= $(ONEWINDOW_DATABASE)
VAR ?= instance/var
override VAR := $(abspath $(VAR))
INSTANCE_HOME := $(CURDIR)/instance
export ONEWINDOW_DATABASE := $(DATABASE)
export HOST PORT THREADS STORAGE VAR INSTANCE_HOME

SITES := $(BIN)/python -m onewindow_policy.sites
START := $(SITES) start $(if $(DEBUG),--debug)
PYTHON_CODE := src tests benchmarks tools .ci/check_wheel.py .ci/operators_day.py setup.py
MARKUP := src profiles instance/etc
DEBIAN_PACKAGES := chromium chromium-headless-shell clamav-daemon fonts-noto-cjk gettext nginx-light varnish

# Runs uv for our environment, whichever other one the caller is in.
uv_pip = $(UV) pip $(1) --quiet --python $(BIN)/python


##@ Run

.PHONY: help
help: ## Explain the targets
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '%s\n' '' \
	  'Variables: PORT=8080 HOST=127.0.0.1 VAR=instance/var (the data) PYTHON=python3' \
	  'THREADS=2 STORAGE=filestorage|zeoclient DATABASE=URL DEBUG=1 TEST=pattern;' \
  'see docs/operators.md'

.PHONY: start
start: $(VENV)/.production ## Serve the portal with a fictional sample city and accounts
	@$(START) --sample

.PHONY: start-production
start-production: $(VENV)/.production ## The same without sample data; asks for a password
	@$(START)

.PHONY: zeo
zeo: $(VENV)/.production ## Serve the content to several processes (STORAGE=zeoclient)
	@umask 077; mkdir -p $(VAR)/filestorage $(VAR)/blobstorage $(VAR)/log; \
	  exec $(BIN)/runzeo -C instance/etc/zeo.conf

.PHONY: pack
pack: $(VENV)/.production ## Drop old revisions of the content, as each change keeps one
	@$(SITES) pack


##@ Develop

.PHONY: test
test: $(VENV)/.test debian-packages ## Run all tests, or those that match TEST=pattern
	@$(BIN)/python tests/run.py $(if $(TEST),--test '$(TEST)')

.PHONY: lint
lint: $(VENV)/.test debian-packages ## Check style, types, unused code, translations, what is generated
	$(BIN)/ruff check $(PYTHON_CODE)
	$(BIN)/ruff format --check $(PYTHON_CODE)
	find $(MARKUP) -name '*.zcml' -print0 | xargs -0 $(BIN)/zpretty --check --zcml
	find $(MARKUP) -name '*.xml' -print0 | xargs -0 $(BIN)/zpretty --check --xml
	$(BIN)/mypy
	$(BIN)/python tools/unused_code.py
	$(BIN)/python tools/oldest.py
	$(BIN)/python tools/translations.py check
	$(BIN)/python tools/proxy_pages.py check
	$(BIN)/python tools/case_states.py check
	$(BIN)/python tools/assets.py check
	$(BIN)/python tools/foreign_translations.py

.PHONY: format
format: $(VENV)/.test ## Put code and markup into the house style
	$(BIN)/ruff check --fix $(PYTHON_CODE)
	$(BIN)/ruff format $(PYTHON_CODE)
	find $(MARKUP) -name '*.zcml' -print0 | xargs -0 $(BIN)/zpretty --inplace --zcml
	find $(MARKUP) -name '*.xml' -print0 | xargs -0 $(BIN)/zpretty --inplace --xml

.PHONY: translations
translations: $(VENV)/.test ## Collect messages from the code into the catalogues
	$(BIN)/python tools/translations.py update

.PHONY: revision
revision: $(VENV)/.test ## Write a migration for changed models: MESSAGE='Tables of cases.'
	@$(BIN)/python tools/new_revision.py '$(MESSAGE)'

.PHONY: bench
bench: DEBIAN_PACKAGES := nginx-light varnish wrk
bench: $(VENV)/.test debian-packages ## Measure pages, the cache, applications, growth
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/submissions.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/searching.py
	$(BIN)/python benchmarks/clock.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/lists.py
	$(BIN)/python benchmarks/duties.py
	$(BIN)/python benchmarks/hall.py
	$(BIN)/python benchmarks/window.py

.PHONY: bench-size
bench-size: $(VENV)/.test ## Print 10,000 papers among 1,000,000 cases
	FULL_SIZE=1 SHARDS=1 $(BIN)/python tests/run.py --module '^tests\.test_cases_size$$'

.PHONY: screenshots
screenshots: $(VENV)/.test debian-packages ## Take the pictures that docs/pages.md shows
	$(BIN)/python tools/screenshots.py

.PHONY: proxy-pages
proxy-pages: $(VENV)/.production ## Make what nginx and Varnish say themselves: HOTLINE=12345
	$(BIN)/python tools/proxy_pages.py update $(HOTLINE)

.PHONY: states
states: $(VENV)/.test ## Write the states of a case into the documentation
	$(BIN)/python tools/case_states.py update

.PHONY: assets
assets: node_modules/.package-lock.json $(VENV)/.test ## Check and compile scripts and style sheets (needs npm)
	npm run --silent lint
	npm run --silent test
	npm run --silent js
	npm run --silent css
	$(BIN)/python tools/assets.py update

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund


##@ Package

.PHONY: lock
lock: $(VENV)/.uv ## Renew the lock with the newest versions that fit
	$(lock) --upgrade --output-file requirements.txt setup.py requirements.in
	$(lock) --upgrade --output-file requirements-test.txt --extra test \
	  --override requirements-test-override.in \
	  setup.py requirements.in requirements-test.in

lock = $(call uv_pip,compile) --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: dist
dist: $(VENV)/.test ## Build the wheel and its bill of materials into dist/
	@rm -rf build dist
	$(BIN)/python tools/translations.py compile
	$(UV) build --quiet --wheel --no-build-isolation --python $(BIN)/python
	$(BIN)/python tools/bill_of_materials.py dist/onewindow_policy.cdx.json
	@ls dist/*

.PHONY: audit
audit: $(VENV)/.test ## Ask the lists of known weaknesses about the lock (needs the network)
	$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements.txt

.PHONY: buildout
buildout: $(VENV)/.test versions.cfg ## Make bin/instance, bin/zeoserver and bin/test
	$(BIN)/buildout -N -o

versions.cfg: requirements-test.txt tools/versions_cfg.py $(VENV)/.test
	$(BIN)/python tools/versions_cfg.py > $@

.PHONY: clean
clean: ## Remove all that was installed or built; the data stays
	rm -rf $(VENV) .installed.cfg bin build develop-eggs dist parts versions.cfg

.PHONY: debian-packages
debian-packages:
	@missing=; \
	for name in $(DEBIAN_PACKAGES); do \
	  dpkg-query --show --showformat='$${Status}' $$name 2>/dev/null \
	    | grep -q 'ok installed' || missing="$$missing $$name"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $$missing; \
	else \
	  echo "These Debian packages are needed:$$missing" >&2; exit 1; \
	fi


# The environment. A stamp is newer than the lock it was filled from; the test lock
# holds all of the other one, so that filling from it serves both.

$(VENV)/.uv: requirements.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:3]; \
	  sys.exit(not (3, 11) <= v[:2] <= (3, 13) or v == (3, 13, 0))' \
	  || { echo 'The portal needs Python 3.11 to 3.13, but not 3.13.0, whose pickle is' \
	    'at fault: make PYTHON=python3.12 …' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "On Debian: apt-get install python3-venv" >&2; exit 1; }
	@awk '/^uv==/ { wanted = 1 } wanted { print } wanted && !/\\$$/ { exit }' \
	  requirements.txt > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes --requirement $(VENV)/uv.txt
	@touch $@

$(VENV)/.production: $(VENV)/.uv requirements.txt setup.py pyproject.toml
	@if test -e $(VENV)/.test; then exec $(MAKE) $(VENV)/.test; fi; \
	echo 'Installing Plone into $(VENV) …'; \
	$(call uv_pip,sync) --require-hashes --no-build --compile-bytecode requirements.txt; \
	$(call install_ourselves)
	@touch $@

$(VENV)/.test: $(VENV)/.uv requirements-test.txt setup.py pyproject.toml
	@echo 'Installing Plone and what tests need into $(VENV) …'
	@$(call uv_pip,sync) --require-hashes --no-build --compile-bytecode requirements-test.txt
	@$(call install_ourselves)
	@touch $(VENV)/.production $@

install_ourselves = $(call uv_pip,install) --no-deps --no-build-isolation --editable .
