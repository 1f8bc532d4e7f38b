# Minbar: `make serve` sets all up and serves the newspaper, `make test` sets all up and tests it.

PYTHON ?= python3
UV = 0.13.9
NU_VERSION = 26.9.27
NU = $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/minbar/nu-$(NU_VERSION).jar
CATALOGUES = $(wildcard src/minbar/*locale/*/LC_MESSAGES/*.po)

.PHONY: setup serve test test-postgres test-deploy lint faults desk html gallery format messages lock system-packages

setup: .venv/.ready ## the locked dependencies and the `minbar` command, in .venv

.venv/.ready: requirements.lock pyproject.toml hatch_build.py $(CATALOGUES)
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet uv==$(UV) || echo "uv cannot be had; pip takes the same lock, slower."
	.venv/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock \
	  || .venv/bin/pip install --quiet --require-hashes --requirement requirements.lock
	.venv/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	.venv/bin/python -m compileall -q src # each start of `minbar` would do so again where Python may not
	touch $@

serve: setup ## the newspaper at http://127.0.0.1:8000/, with its demo edition the first time
	exec .venv/bin/minbar serve --demo

test: setup system-packages lint ## everything, from nothing
	.venv/bin/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder

test-postgres: setup system-packages ## everything that asks a database, on PostgreSQL
	.ci/system-packages postgresql
	.venv/bin/python -m tests.on_postgresql -n 3 --dist loadgroup --no-loadscope-reorder

test-deploy: setup ## the same promises behind Debian's nginx and Varnish, which it installs where it may
	.ci/system-packages nginx varnish
	MINBAR_TEST_DEPLOY=1 .venv/bin/python -m pytest tests/deploy

lint: setup ## what a reviewer need not look for
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint --quiet --lint src
	find src -name '*.css' -o -name '*.js' | xargs .venv/bin/biome lint --error-on-warnings

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	find src -name '*.html' | xargs .venv/bin/djade --target-version 5.2

faults: setup system-packages ## thousands of kills, failing disks and power cuts, and what they took; takes two hours
	MINBAR_FAULT_ROUNDS=5000 MINBAR_FAULT_STRIKES=500 MINBAR_FAULT_CUTS=100 MINBAR_FAULT_SECONDS=60 \
	  .venv/bin/python -m pytest tests/faults -q -s

desk: setup system-packages ## two hundred comments judged in a browser by keys alone
	MINBAR_DESK_COMMENTS=200 .venv/bin/python -m pytest tests/browser/test_desk.py -q -s

html: setup system-packages $(NU) ## every page that readers see, checked by Nu, the checker of HTML; needs the network once
	.ci/system-packages java
	NU=$(NU) .venv/bin/python -m pytest tests/browser/valid_html.py -q

$(NU):
	.ci/fetch-nu $(NU_VERSION) $@

gallery: setup system-packages ## every page at three widths, light and dark, in both languages, to be looked at
	.venv/bin/python -m pytest tests/browser/gallery.py -q

messages: setup ## bring the Arabic and the French catalogue up to date with the sources
	cd src/minbar && MINBAR_DATA=../../var ../../.venv/bin/minbar makemessages --locale ar --locale fr --no-wrap --no-obsolete --ignore 'wagtail_locale/*'

lock: ## newest versions that the declared ranges allow
	.venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --group dev --extra postgresql \
	  pyproject.toml --output-file requirements.lock

system-packages: ## what only the tests need of the system: a browser, gettext, Arabic spelling and strace
	.ci/system-packages browser gettext hunspell strace
