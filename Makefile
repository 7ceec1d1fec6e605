# `make site` builds the sample publication, `make test` runs the tests; both set up what they need first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml

.PHONY: site serve docs test gates look bench check lock clean

site: $(VENV)/.site
	$(BIN)/python build.py
	@echo
	@echo "The site is in output/. To look at it:  make serve   and open http://127.0.0.1:8000/"

serve: $(VENV)/.site
	$(BIN)/python build.py serve

# The documentation as a site, in docs/site/output/.
docs: $(VENV)/.site
	$(BIN)/python docs/site/make.py --source docs/site

test: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not gate"

# What needs a browser, Java, npm and gettext beside Python.
gates: $(VENV)/.gates node_modules/.installed
	$(BIN)/python -m pytest -m gate

# What pages look like, side by side: two minutes, and look/index.html.
look: $(VENV)/.gates
	$(BIN)/python -m tests.look

# What a build costs beside its peers, in about an hour; `make bench N=1000 GROWTH=` is the short one.
# Needs npm, and installs the peers first.
N ?= 1000,10000
GROWTH ?= 1000,10000,100000
bench: $(VENV)/.site benchmarks/installed/.done
	$(BIN)/python -m benchmarks --articles "$(N)" --growth "$(GROWTH)"

benchmarks/installed/.done: benchmarks/install.sh
	PYTHON=$(PYTHON) benchmarks/install.sh
	touch $@

# The types of the gates are those of the browser's driver, so that it is needed here too.
check: $(VENV)/.gates
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The environment, from the pinned versions.

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ordskifte needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/.gates: requirements-gates.txt $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-gates.txt
	touch $@

# No package's own script runs: one of them would download a Java.
node_modules/.installed: package.json package-lock.json
	npm ci --silent --no-audit --no-fund --ignore-scripts
	touch $@

# The pinned versions, made anew from pyproject.toml (with uv).
lock:
	uv pip compile --upgrade $(LOCK) -o requirements.txt
	uv pip compile --upgrade $(LOCK) --group dev -o requirements-dev.txt
	uv pip compile --upgrade $(LOCK) --group gates -o requirements-gates.txt

clean:
	rm -rf $(VENV) node_modules output look .cache
