# The commands a person types. Each makes its own environment first; nothing is installed outside this folder.
PYTHON ?= python3
VENV := .venv/bin/python
DAY ?= 0
PORT ?= 4200

export PREFECT_HOME := $(CURDIR)/data/prefect
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export Q
export PREFECT_LOGGING_LOGGERS_PREFECT_TASK_RUNS_LEVEL := WARNING
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS := 120

.PHONY: help run ingest backfill rebuild check-sources report serve sql export test check docs screenshots lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

.venv/ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("tumen needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(VENV) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	touch .venv/ready

data/prefect:
	mkdir -p data/prefect

run: .venv/ready data/prefect  ## the main job on the newsroom, a small invented internet (DAY=1: one day later)
	$(VENV) -m tests.newsroom --day $(DAY) -- $(VENV) -m flows.ingest

ingest: .venv/ready data/prefect  ## the main job on the live sources (GROUP=korea: one group, ONLY="id id": single sources)
	$(VENV) -m flows.ingest $(if $(GROUP),--group $(GROUP)) $(if $(ONLY),--only $(ONLY))

backfill: .venv/ready data/prefect  ## earlier days (FROM=2026-01-01 TO=2026-01-31 GROUP=korea), saved pages (PAGES=dir INDEX="a.jsonl b.jsonl") or WARC="a.warc.gz"
	$(if $(FROM),$(VENV) -m flows.backfill_days --from $(FROM) $(if $(TO),--to $(TO)) $(if $(GROUP),--group $(GROUP)),$(VENV) -m flows.backfill $(if $(PAGES),--pages "$(PAGES)" --index $(INDEX)) $(if $(WARC),--warc $(WARC)))

rebuild: .venv/ready data/prefect  ## every table anew from the archive, without network
	$(VENV) -m flows.rebuild

check-sources: .venv/ready data/prefect  ## is every source alive, silent, blocked or changed? (GROUP=korea: one group)
	$(VENV) -m flows.check_sources $(if $(GROUP),--group $(GROUP))

report: .venv/ready data/prefect  ## the weekly brief, as data/report.html and .md (WEEK=2024-06-19: the week of that day)
	$(VENV) -m flows.report $(if $(WEEK),--day $(WEEK))

serve: .venv/ready data/prefect  ## Prefect server with UI, work pool, worker and schedules (NEWSROOM=1: on the newsroom)
	$(if $(NEWSROOM),$(VENV) -m tests.newsroom --day $(DAY) --) $(VENV) -m flows.serve --port $(PORT)

sql: .venv/ready  ## ask the published tables (Q=timeline, a question's number, or a SELECT); without Q: a client opens
	@$(VENV) -m flows.ask $(if $(value Q),"$$Q")

export: .venv/ready  ## every table and view as Parquet and CSV into data/export
	$(VENV) -m flows.export

test: check data/prefect  ## everything that must hold: style, types, imports, tests
	$(VENV) -m pytest

check: .venv/ready
	$(VENV) -m ruff format --check .
	$(VENV) -m ruff check .
	$(VENV) -m mypy
	.venv/bin/lint-imports
	$(VENV) -m flows.dictionary --check

screenshots: .venv/ready  ## docs/images anew, on the newsroom (needs Chromium)
	$(VENV) -m bench.screenshots

docs: .venv/ready  ## docs/data-dictionary.md from the comments in sql/migrations
	$(VENV) -m flows.dictionary

lock:  ## requirements.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links -o requirements.lock

clean:  ## remove the environment and the caches; data/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
