# run: set up and serve.  demo: the same with an invented family.  test: everything, as CI runs it.
# build: set up only.  quick: rules, acts and pages, in three minutes.  check: only the rules a machine can keep.
# release: number, date and tag it (VERSION=0.3.0).
# bench: what it costs, beside its peers.  lock: pin the dependencies again.

UV := $(shell command -v uv || echo .tools/bin/uv)
PYTHON := .venv/bin/python
export UV_PYTHON_DOWNLOADS = never
export UV_NO_PROGRESS = 1
export UV_COMPILE_BYTECODE = 1
export EVIDENCE ?= small

# A start without compiled code takes four times as long, and a service may not write any (ProtectSystem=strict).
# Of our own code the source's hash decides whether what was compiled is of it: an edit, a checkout or a copy of the
# folder can neither start old code nor, where only the dates differ, lose what was compiled. The stamp is beside the
# compiled code, so that both are removed together. Folders count because files move and go.
COMPILE = $(PYTHON) -m compileall -q -f --invalidation-mode checked-hash
sources = $(shell find $(addsuffix /,$(1)) -name __pycache__ -prune -o \( -type d -o -name '*.py' \) -print)

# They open files of strangers, so `make lock` takes the newest of them. `held check` tells when that is 90 days ago.
DECODERS = pillow-heif pyvips-binary

.PHONY: run demo build test quick check bench lock release
.DEFAULT_GOAL := run

run: build
	@bin/held serve

demo: build
	@bin/held demo

build: .venv/run.stamp held/__pycache__/compiled.stamp

test: check
	@$(PYTHON) -m tests.everything

quick: .venv/test.stamp held/__pycache__/compiled.stamp tests/__pycache__/compiled.stamp
	@$(PYTHON) -m tests.everything quick

check: .venv/test.stamp held/__pycache__/compiled.stamp tests/__pycache__/compiled.stamp
	@$(PYTHON) -m tests.check

bench: .venv/test.stamp .venv-bench/bench.stamp held/__pycache__/compiled.stamp tests/__pycache__/compiled.stamp
	@$(PYTHON) -m bench $(PARTS)

lock: $(filter .tools/bin/uv,$(UV))
	@for name in uv run test bench; do \
	  $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header $(addprefix --upgrade-package ,$(DECODERS)) requirements/$$name.in -o requirements/$$name.txt \
	    || exit 1; done
	@sed -i "1i # The libraries that open photographs ($(DECODERS)) are the newest of $$(date -u +%F)." requirements/run.txt

release:
	@$(PYTHON) -m release $(VERSION)

.tools/bin/uv: requirements/uv.txt
	@echo "Fetching uv, which fetches the rest …"
	@python3 -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
	  --require-hashes --upgrade --target .tools -r requirements/uv.txt
	@touch $@

.venv/bin/python: | $(filter .tools/bin/uv,$(UV))
	@$(UV) venv --quiet --allow-existing --python python3 .venv

.venv/run.stamp: requirements/run.txt .venv/bin/python
	@echo "Fetching what held needs (a minute, the first time) …"
	@$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements/run.txt
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/bin/python
	@echo "Fetching what the tests need (a minute or two, the first time) …"
	@$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements/test.txt
	@touch $@

held/__pycache__/compiled.stamp: $(call sources,held) .venv/bin/python
	@$(COMPILE) held
	@touch $@

tests/__pycache__/compiled.stamp: $(call sources,tests bench) .venv/bin/python
	@$(COMPILE) tests bench
	@touch $@

.venv-bench/bench.stamp: requirements/bench.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Fetching what held is compared with (a minute, the first time) …"
	@$(UV) venv --quiet --allow-existing --python python3 .venv-bench
	@$(UV) pip install --quiet --python .venv-bench/bin/python --require-hashes -r requirements/bench.txt
	@touch $@
