# run: set up and serve.  demo: the same with an invented family.  test: everything, as CI runs it.
# quick: rules, acts and pages, in three minutes.  check: only the rules a machine can keep.
# bench: what it costs, beside its peers.  lock: pin the dependencies again.

UV := $(shell command -v uv || echo .tools/bin/uv)
PYTHON := .venv/bin/python
export UV_PYTHON_DOWNLOADS = never
export UV_NO_PROGRESS = 1
export EVIDENCE ?= small

.PHONY: run demo test quick check bench lock
.DEFAULT_GOAL := run

run: .venv/run.stamp
	@bin/held serve

demo: .venv/run.stamp
	@bin/held demo

test: check
	@$(PYTHON) -m tests.everything

quick: .venv/test.stamp
	@$(PYTHON) -m tests.everything quick

check: .venv/test.stamp
	@$(PYTHON) -m tests.check

bench: .venv/test.stamp .venv-bench/bench.stamp
	@$(PYTHON) -m bench $(PARTS)

lock: $(filter .tools/bin/uv,$(UV))
	@for name in uv run test bench; do \
	  $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; done

.tools/bin/uv: requirements/uv.txt
	@echo "Fetching uv, which fetches the rest …"
	@python3 -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
	  --require-hashes --upgrade --target .tools -r requirements/uv.txt
	@touch $@

.venv/bin/python: $(filter .tools/bin/uv,$(UV))
	@$(UV) venv --quiet --allow-existing --python python3 .venv

.venv/run.stamp: requirements/run.txt .venv/bin/python
	@echo "Fetching what held stands on (a minute, the first time) …"
	@$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements/run.txt
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/bin/python
	@echo "Fetching what the tests need (a minute or two, the first time) …"
	@$(UV) pip install --quiet --python $(PYTHON) --require-hashes -r requirements/test.txt
	@touch $@

.venv-bench/bench.stamp: requirements/bench.txt $(filter .tools/bin/uv,$(UV))
	@echo "Fetching what held is measured beside (a minute, the first time) …"
	@$(UV) venv --quiet --allow-existing --python python3 .venv-bench
	@$(UV) pip install --quiet --python .venv-bench/bin/python --require-hashes -r requirements/bench.txt
	@touch $@
