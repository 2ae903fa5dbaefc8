# make demo: set up, release, grade sample classes, add a person's marks.   make test: set up, run the quick tests.
.DEFAULT_GOAL := demo
.PHONY: setup demo wheel test slow image-test audit audit-check fuzz mutation combinations draws benchmark \
	benchmark-classes lint lock clean

# TensorFlow has no build for newer or older Pythons; take the first fitting one. As root, prefer one
# that other users may run: graded code runs as another user.
FITS := import ensurepip, os, pathlib, sys, venv; \
	public = all(p.stat().st_mode & 1 for p in pathlib.Path(sys.executable).resolve().parents); \
	sys.exit(not ((3, 11) <= sys.version_info < (3, 14) and (public or os.getuid() or sys.argv[1:])))
PYTHONS := $(foreach v,3 3.13 3.12 3.11,python$(v) /usr/bin/python$(v))
PYTHON ?= $(shell for any in "" any; do for p in $(PYTHONS); do \
	$$p -c '$(FITS)' $$any 2>/dev/null && echo $$p && exit; done; done)
BIN := .venv/bin

setup: .venv/ready

# What the course adds to the grader's packages, if a release has locked any.
ADDED := $(wildcard autograder/packages.lock)

PACKAGES := $(shell grep -c == requirements.lock)
# Of what pip says: every tenth package, what is being done, and whatever goes wrong.
TOLD := /^Collecting / { n++; if (n % 10 == 1) { printf "%d of about %d packages\n", n, all; fflush() } } \
	/^Installing collected/ { print "Installing them; this takes minutes."; fflush() } \
	/^(ERROR|WARNING|error)/ { told = 1 } \
	told { print } \
	/^setup failed$$/ { failed = 1 } \
	END { exit failed }

.venv/ready: requirements.lock pyproject.toml $(ADDED)
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 found. Install one, or name it: make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "Setting up .venv, which is needed once: about $(PACKAGES) packages, 2.4 GB on the disk, TensorFlow among them."
	$(PYTHON) -m venv --clear .venv
	@{ $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes \
		-r requirements.lock 2>&1 || echo "setup failed"; } | awk -v all=$(PACKAGES) '$(TOLD)'
	$(if $(ADDED),$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(ADDED))
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup
	$(BIN)/gangrade release
	rm -rf build/samples
	$(BIN)/python tests/samples.py submissions build/samples
	$(BIN)/gangrade grade --part evaluation --out build/demo-evaluation build/samples/evaluation
	$(BIN)/gangrade grade --part function_gan --out build/demo build/samples/function_gan
	$(BIN)/gangrade answers --part function_gan --out build/demo-answers build/samples/function_gan
	$(BIN)/python tests/samples.py marks build/demo-answers build/demo-marks.csv
	$(BIN)/gangrade merge --part function_gan --results build/demo --answers build/demo-answers \
		--out build/demo-final build/demo-marks.csv

# The quick tests; others if MARKS says so. A process that runs tests may need 1.5 GB.
MARKS ?= not slow and not audit and not image
test: setup
	$(BIN)/python -m pytest -m "$(MARKS)" -n logical --maxprocesses 4 --dist loadscope \
		--durations=25 --junit-xml=build/tests.xml

slow:
	$(MAKE) test MARKS="slow and not audit"

# As root, with debootstrap and bubblewrap.
image-test:
	$(MAKE) test MARKS=image

# All that is known to be right, wrong or hostile; it takes hours, and renews the record.
audit: setup
	$(BIN)/gangrade release
	$(BIN)/gangrade audit
	$(BIN)/python -m pytest -m audit

# What changed since that record, a twentieth of the rest, and more where the grader itself changed.
audit-check: setup
	$(BIN)/gangrade release
	$(BIN)/gangrade audit --check --minutes 6

# Mutants by operators, of each training a few; only what changed since it was graded. Hours from nothing.
mutation: setup
	$(BIN)/gangrade release
	$(BIN)/gangrade audit --operators --trained 20

# Right answers that combine what the texts permit; only what changed.
combinations: setup
	$(BIN)/gangrade release
	$(BIN)/gangrade audit --combinations

# The draws of 1000 students, for functions that neither train nor need TensorFlow.
draws: setup
	STUDENTS=1000 $(BIN)/python -m pytest -m slow -k draw_of_no_student tests/parts/test_hidden_tests.py

# 100,000 hostile answers to all tests, in 20 parts: about half an hour. SEED=… goes on with a run that
# was stopped, or does it again.
fuzz: setup
	$(BIN)/gangrade release
	$(BIN)/python tests/fuzz_answers.py $(if $(SEED),--seed $(SEED)) $(if $(PART),--part $(PART))

# On a quiet machine; see tests/benchmarks/README.md.
benchmark: setup
	$(BIN)/python tests/benchmarks/throughput.py
	$(BIN)/python tests/benchmarks/training.py
	$(BIN)/python tests/benchmarks/overhead.py
	$(BIN)/python tests/benchmarks/cluster.py
	$(BIN)/python tests/benchmarks/plots.py

benchmark-classes: setup
	$(BIN)/python tests/benchmarks/scaling.py
	$(BIN)/python tests/benchmarks/plots.py

# What instructors install: see docs/course.md.
wheel: setup
	$(BIN)/python -m hatchling build -t wheel -d build

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Needs uv (https://docs.astral.sh/uv). One lock file for all platforms and Pythons, and one for the
# grading image: without what only developers need, and without otter's browser.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --quiet --extra dev pyproject.toml -o requirements.lock
	echo pip | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --quiet -c requirements.lock --no-emit-package playwright \
		pyproject.toml - -o autograder/image/requirements.lock

clean:
	rm -rf .venv build autograder/dist student/dist
