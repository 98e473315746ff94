# `make test` and `make demo` are all that a fresh clone needs: Python 3.11 or newer, make, and a package index.
# POSIX make and sh. On Windows: the commands under "Setting up" in CONTRIBUTING.md.

PYTHON ?= python3
PYTEST_ARGS ?=
FUZZ ?= 20000
HOSTILE ?= 200000
MACHINE ?= 2000
JOBS ?=
KILL ?= 1
FAIL ?= 1
STATES ?= 5000000
KILLS ?= 10000
ENTRIES ?= 10000
CASES ?= 100000
MUTANTS ?=
PARTS ?= condition answers reader store
RUNS ?= 10000
EVERY ?= 1
BIN = .venv/bin
STAMP = .venv/installed-from-constraints
BENCH = build/bench-env
BENCH_ARGS ?=
EDITOR = tests/editor/node_modules/.package-lock.json
PRE_COMMIT = 4.7.0

.PHONY: help .venv test demo check bench mutants sound fuzz conditions machine laws editor editor-test hook-test planted crash power-loss kills writers many mutation format constraints clean

help:
	@echo 'make test         run the tests (PYTEST_ARGS="-k agenda" narrows them)'
	@echo 'make demo         play whole records releases in a practice office'
	@echo 'make check        everything that CI checks'
	@echo 'make bench        measure speed, as ratios within one run'
	@echo 'make mutants      seed mistakes into good procedures; see which are found (EVERY=10: each tenth)'
	@echo 'make sound        play thousands of cases of procedures that check clean'
	@echo 'make fuzz         read thousands of spoilt procedures (FUZZ=100000: so many; JOBS=1: one process at a time)'
	@echo 'make conditions   read thousands of hostile conditions (HOSTILE=1000000: so many)'
	@echo 'make editor-test  try the schemas with the language server of editors (needs npm)'
	@echo 'make hook-test    try the pre-commit hook in a repository made for it'
	@echo 'make planted      change the procedures that ship in all ways; see what their rehearsals notice'
	@echo 'make crash        kill and fail every act at every call to the system (KILL=3 FAIL=9: a share)'
	@echo 'make power-loss   let the power fail in every way (STATES=50000: so many)'
	@echo 'make kills        kill writers at any moment (KILLS=200: so many)'
	@echo 'make writers      let eight processes write at once (ENTRIES=250: so many each)'
	@echo 'make machine      try a model of a store against every store (MACHINE=200000: so many runs)'
	@echo 'make many         measure verify, backup and restore with very many cases (CASES=1000: so many)'
	@echo 'make laws         look at the laws with made-up cases (RUNS=200000: so many, of 50 commands each)'
	@echo 'make mutation     change the code in every way, and see that a test fails (PARTS="answers" MUTANTS="*mutmut_*[36]": a share)'
	@echo 'make format       format the code, mend what ruff can mend'
	@echo 'make .venv        only set up .venv from constraints.txt'
	@echo 'make constraints  choose the pinned versions anew (needs uv)'
	@echo 'make clean        remove what can be made again'

.venv: $(STAMP)

# Hashes are checked; nothing is built from source but cuecard itself, with the pinned backend. constraints.txt names all
# there is to install: left to resolve, pip takes `coverage[toml]` for another, unpinned requirement than `coverage`.
$(STAMP): constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'cuecard needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...' >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(STAMP)

# On all cores; who narrows them, or wants the debugger, calls .venv/bin/pytest.
test: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTEST_ARGS)

demo: $(STAMP)
	$(BIN)/python -m cli.demo

check: $(STAMP)
	bash .ci/run

bench: $(STAMP) $(BENCH)/installed
	$(BENCH)/bin/python -m bench.compare $(BENCH_ARGS)
	$(BIN)/python -m bench.ten_steps
	$(BIN)/python -m bench.starting
	$(BIN)/python -m bench.checking
	$(BIN)/python -m bench.agenda
	$(BIN)/python -m bench.all_paths

laws: $(STAMP)
	JOBS=$(JOBS) $(BIN)/python -m tests.case.campaign $(RUNS)

machine: $(STAMP)
	JOBS=$(JOBS) $(BIN)/python -m tests.store.machine $(MACHINE)

# The peers of the comparison have an environment of their own, in which the project is only a folder.
$(BENCH)/installed: constraints.txt bench/peers/requirements.txt
	$(PYTHON) -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r constraints.txt
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r bench/peers/requirements.txt
	@touch $@

mutants: $(STAMP)
	$(BIN)/python -m tests.mutants $(EVERY)

# Nothing is kept between runs, so that each tries other cases.
sound: $(STAMP)
	HYPOTHESIS_PROFILE=night $(BIN)/python -m pytest tests/case/test_soundness.py tests/case/test_trial.py \
	  tests/procedure/proof/test_against_oracle.py

fuzz: $(STAMP)
	JOBS=$(JOBS) $(BIN)/python -m tests.fuzz files $(FUZZ)

conditions: $(STAMP)
	JOBS=$(JOBS) $(BIN)/python -m tests.fuzz conditions $(HOSTILE)

# What the tests in tests/editor talk to; where there is no npm they are skipped. npm ci checks the hashes in the lock.
editor:
	@command -v npm >/dev/null || { echo 'no npm here: the tests with an editor are left out'; exit 0; }; \
	  $(MAKE) --no-print-directory $(EDITOR)

$(EDITOR): tests/editor/package-lock.json
	cd tests/editor && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $(EDITOR)

editor-test: $(STAMP) editor
	$(BIN)/python -m pytest tests/editor

hook-test: $(STAMP)
	$(PYTHON) -m venv --clear build/pre-commit
	build/pre-commit/bin/python -m pip install --quiet --disable-pip-version-check pre-commit==$(PRE_COMMIT)
	$(BIN)/python -m tests.try_hook build/pre-commit/bin/pre-commit
planted: $(STAMP)
	$(BIN)/python -m tests.rehearsal.planted

# The campaigns of SECURITY.md, whole; a share of each runs with the tests. KILL=3 FAIL=9: every third call, every ninth way.
crash: $(STAMP)
	$(BIN)/python -m tests.store.points --kill $(KILL) --fail $(FAIL)

power-loss: $(STAMP)
	$(BIN)/python -m tests.store.power $(STATES)

kills: $(STAMP)
	$(BIN)/python -m tests.store.campaign --kills $(KILLS)

writers: $(STAMP)
	$(BIN)/python -m tests.store.campaign --crowd $(ENTRIES)

many: $(STAMP)
	$(BIN)/python -m bench.many_cases $(CASES)

# mutmut has a place of its own: its own requirements would choose other versions of ours.
mutation: $(STAMP)
	@test -x .venv-mutation/bin/mutmut || { $(PYTHON) -m venv .venv-mutation \
	  && .venv-mutation/bin/python -m pip install --quiet --no-deps --only-binary :all: --require-hashes -r constraints.txt \
	  && .venv-mutation/bin/python -m pip install --quiet mutmut==3.8.1; }
	@mutants='$(MUTANTS)'; for part in $(PARTS); do \
	  .venv-mutation/bin/python -m tests.mutation $$part $${mutants:+"$$mutants"} || exit; done

format: $(STAMP)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# The comment at the head of constraints.txt stays; the old pins stay where they still fit (UPGRADE=--upgrade: newest).
constraints:
	@sed -n '/^#/p' constraints.txt > constraints.new
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes $(UPGRADE) \
	  --no-header --no-annotate --no-emit-index-url --output-file constraints.txt pyproject.toml
	@sed '/^#/d' constraints.txt >> constraints.new
	@mv constraints.new constraints.txt

clean:
	rm -rf .venv .venv-mutation mutants build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
