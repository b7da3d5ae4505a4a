# Two commands for everybody: `make render` prints the data-engineer's prompt, `make test` runs the tests. Each sets up what
# it needs in .venv, with its messages on stderr, and works alone.
.POSIX:
PYTHON = python3
AGENT = data-engineer
BIN = .venv/bin

.PHONY: render test test-adapters test-harnesses test-cluster test-samples fuzz atheris mutation check sbom audit-dependencies format bench clean

render: .venv/.installed
	@$(BIN)/agentkit render $(AGENT)

test: .venv/.test-installed
	$(BIN)/python -m pytest

# Hands personas to the real frameworks, offline, each in an environment of its own: make test-adapters ADAPTERS="openai".
ADAPTERS = $$(cd src/agentkit/adapters && ls | sed -n 's/\.py$$//p' | grep -v -e __init__ -e adapter -e ask)
test-adapters:
	@set -e; for name in $(ADAPTERS); do \
	  $(MAKE) --no-print-directory .adapters/$$name/.installed ADAPTER=$$name; \
	  echo "adapter $$name" >&2; \
	  .adapters/$$name/bin/python -m pytest -q -o filterwarnings=default tests/adapters/test_$$name.py; \
	done

# Compares our verdicts with programs of others, each installed apart; asks the package registries, runs offline after that.
test-harnesses: .venv/.test-installed .harnesses/.installed
	$(BIN)/python -m pytest tests/harnesses --harnesses .harnesses --update

# Lint on two Dask workers, one of them killed midway.
test-cluster: .cluster/.installed
	.cluster/bin/python -m pytest -q -o filterwarnings=default tests/cluster

# Runs the code samples of the personas and skills against real releases: the light environments, or make test-samples SAMPLES="airflow spark".
SAMPLES = $$($(PYTHON) -m tests.samples.run --light)
test-samples:
	@failed=0; names="$(SAMPLES)" || exit 1; for name in $$names; do \
	  $(PYTHON) -m tests.samples.install $$name || exit 1; \
	  .samples/$$name/bin/python -m tests.samples.run $$name || failed=1; \
	done; exit $$failed

check: .venv/.check-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/compile_layouts.py --check
	$(BIN)/python scripts/harnesses_page.py --check
	$(BIN)/python scripts/generate_docs.py --check
	$(BIN)/python scripts/sources_page.py --check
	$(BIN)/python scripts/shipped_table.py --check
	$(BIN)/python -m tests.samples.page --check
	$(BIN)/python -m benchmarks.report --check
	$(BIN)/python scripts/rule_table.py --check
	$(BIN)/agentkit lint agents skills
	$(BIN)/agentkit budget --check

# What an installation brings, as CycloneDX: made from an environment that holds it and nothing else.
sbom: .release/.installed
	@rm -rf .release/only && $(PYTHON) -m venv --without-pip .release/only
	@.release/bin/python -m pip --python .release/only/bin/python install --quiet --disable-pip-version-check . >&2
	@mkdir -p dist
	.release/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.cdx.json .release/only/bin/python
# A hundred thousand mutated files; make fuzz FUZZ="FOLDER --count 2000000" takes seeds from a folder, and more of them.
fuzz: .venv/.test-installed
	$(BIN)/python -m benchmarks.fuzz $(FUZZ)

# Led by coverage: make atheris TARGET=load SECONDS=60, or lint, fix, render; SEEDS=FOLDER takes seeds from a folder, too.
TARGET = load
SECONDS = 60
atheris: .fuzz/.installed
	.fuzz/bin/python -m benchmarks.atheris_targets $(TARGET) $(SEEDS) --seconds $(SECONDS)

# Makes the reader, escaping and the writer wrong, one change at a time, and runs their tests; MUTATION="--share 4 --show" tries one in four.
mutation: .mutation/.installed
	.mutation/bin/python -m benchmarks.mutation $(MUTATION)

# Needs a database of vulnerabilities, which a mirror of the package index may not have: then it fails and says so.
audit-dependencies: sbom
	.release/bin/zizmor --offline action.yml
	.release/bin/pip-audit --strict --path $$(.release/only/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

format: .venv/.check-installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Runs the script of every figure and writes docs/performance.md; make bench FIGURES="startup throughput" PUBLIC=FOLDER takes some of them,
# and public files from a folder. Installs the linters of others into .peers. For a quiet machine: half an hour.
FIGURES =
PUBLIC =
bench: .venv/.test-installed
	@public="$(PUBLIC)"; $(BIN)/python -m benchmarks.report $${public:+--public "$$public"} $(FIGURES)

clean:
	rm -rf .venv .adapters .cluster .harnesses .peers .samples .release .fuzz .mutation mutants fuzz-findings dist build \
	  .pytest_cache .mypy_cache .ruff_cache .hypothesis

# An install that did not finish is begun again.
.adapters/$(ADAPTER)/.installed: pyproject.toml
	@echo "setting up .adapters/$(ADAPTER) ..." >&2
	@$(PYTHON) -m venv --clear .adapters/$(ADAPTER) >&2
	@.adapters/$(ADAPTER)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[$(subst _,-,$(ADAPTER))]' "pytest>=8.4" >&2
	@touch $@

# The native program is a package of its own, so that no install script has to run.
.harnesses/.installed:
	@mkdir -p .harnesses
	@npm install --prefix .harnesses/npm --ignore-scripts --no-audit --no-fund --loglevel=error @anthropic-ai/claude-code@2.1.197 >&2
	@$(PYTHON) -m venv .harnesses/skills-ref >&2
	@.harnesses/skills-ref/bin/python -m pip install --quiet --disable-pip-version-check skills-ref==0.1.1 >&2
	@touch $@

.fuzz/.installed: pyproject.toml
	@echo "setting up .fuzz ..." >&2
	@$(PYTHON) -m venv .fuzz >&2
	@.fuzz/bin/python -m pip install --quiet --disable-pip-version-check -e . "atheris>=3" >&2
	@touch $@

.mutation/.installed: pyproject.toml
	@echo "setting up .mutation ..." >&2
	@$(PYTHON) -m venv .mutation >&2
	@.mutation/bin/python -m pip install --quiet --disable-pip-version-check -e . "mutmut==3.8.1" "pytest>=8.4" "hypothesis>=6.100" >&2
	@touch $@

.cluster/.installed: pyproject.toml
	@$(PYTHON) -m venv --clear .cluster >&2
	@.cluster/bin/python -m pip install --quiet --disable-pip-version-check -e . "distributed>=2026.1" "pytest>=8.4" >&2
	@touch $@

.release/.installed: pyproject.toml
	@$(PYTHON) -m venv --clear .release >&2
	@.release/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" >&2
	@.release/bin/python -m pip install --quiet --disable-pip-version-check --group release >&2
	@touch $@

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >&2 || { \
	  echo "agentkit needs Python 3.11 or later: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "setting up .venv ..." >&2
	@$(PYTHON) -m venv .venv >&2
	@touch $@

.venv/.installed: .venv/.created pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . >&2
	@touch $@

# Dependency groups need pip 25.1.
.venv/.test-installed: .venv/.created pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . --group test >&2
	@touch .venv/.installed $@

.venv/.check-installed: .venv/.created pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . --group check >&2
	@touch .venv/.installed .venv/.test-installed $@
