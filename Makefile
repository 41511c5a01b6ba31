# Enlace's commands. Each makes ready what it needs (.ci/setup) and is quick when that is done.

PORT ?= 8501
# For `make host`: the public names, and the address to listen on (a proxy's own machine).
NAMES ?=
ADDRESS ?= 127.0.0.1
PYTHON ?=
export PYTHON

IN := .venv/bin
# Two workers suit a laptop: the journeys start a browser and a server each. Each takes a stretch of
# neighbours, which share servers and caches, and whoever is done takes over half of what waits.
PYTEST := $(IN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help run host test check lint types imports house alone bench soak words screenshots

help: ## what can be made (this list)
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: ## open Enlace on this machine: http://127.0.0.1:8501 (another port: make run PORT=9000)
	@.ci/setup app
	$(IN)/python -m pages.parts.server --port $(PORT)

host: ## open Enlace to others, by links only (docs/hosting.md): make host NAMES=enlace.example.org
	@.ci/setup app
	$(IN)/python -m pages.parts.server --hosted --names "$(NAMES)" --address $(ADDRESS) --port $(PORT)

test: ## all tests but the long ones
	@.ci/setup tests
	@.ci/setup browser
	@.ci/setup postgres
	$(PYTEST) -n 2 --dist worksteal

check: lint types imports house alone ## style, types, import contracts, catalogues

lint:
	@.ci/setup tests
	$(IN)/ruff check
	$(IN)/ruff format --check

types:
	@.ci/setup tests
	$(IN)/mypy kpi_tree pages $(wildcard app.py)

imports:
	@.ci/setup tests
	$(IN)/lint-imports --no-logo

house:
	@.ci/setup tests
	$(PYTEST) -q tests/house

# Enlace stands alone: code reads nothing beside the repository, and a test that compares with
# worked cases kept beside it (../shared) must say how it skips where they are not.
alone:
	@! grep -rnE --include='*.py' --include='*.toml' "/shared\b|['\"]shared['\"]" kpi_tree pages $(wildcard app.py) \
		|| { echo "enlace: code must not read from ../shared" >&2; exit 1; }
	@bad=$$(grep -rlE --include='*.py' "/shared\b|['\"]shared['\"]" tests | xargs -r grep -LE 'skip(if)?\(|\(shared\b|, shared\b'); \
		test -z "$$bad" || { echo "enlace: these tests read ../shared and do not skip where it is absent: $$bad" >&2; exit 1; }

bench: ## time and memory, as ratios to what could be reached at best
	@.ci/setup tests
	$(IN)/python -m tests.bench

soak: ## the long tests: millions of formulas, thousands of plans, the rarer ways of hands and screens (40 minutes at most)
	@.ci/setup tests
	@.ci/setup browser
	@.ci/setup postgres
	$(PYTEST) -m soak -n 2 --timeout=2100 --session-timeout=2400 || { code=$$?; \
		test $$code -eq 5 && echo "enlace: there are no long tests yet" || exit $$code; }

screenshots: ## the pictures of docs/screenshots, taken anew from the running app
	@.ci/setup tests
	@.ci/setup browser
	$(IN)/python -m tests.journeys.screenshots

words: ## compile the catalogues after editing their words
	@.ci/setup app
	$(IN)/python -m kpi_tree.locale
