# The way in for people (run) and for developers (test, proof, lint, format). `make` alone tells the targets.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq --require-virtualenv
DJADE := $(BIN)/djade --target-version 5.2
PAGES := find templates -name '*.html' -print0 | xargs -0 -r
STEP := .ci/step
ON_POSTGRES := $(BIN)/python .ci/with_postgres.py --careless $(BIN)/pytest -n auto --dist worksteal --only-database
IN_CHROMIUM := $(BIN)/pytest tests/flows -n auto --dist loadfile --no-loadscope-reorder
# Begun first, or one of two processors would wait for them in the end.
LONGEST := tests/metrics/test_rollups.py tests/library/test_migrations.py
COMPILE := CUSTOM_COMPILE_COMMAND='make requirements' $(BIN)/pip-compile $(if $(UPGRADE),--upgrade)

# A stamp lies in the environment for the very content of each requirements file that was installed.
stamp = .venv/.$(1)-$(word 1,$(shell cksum $(1)))
RUN_STAMP := $(call stamp,requirements.txt)
DEV_STAMP := $(call stamp,requirements-dev.txt)

# What Python has compiled once is kept: the tests start it many times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test proof bench lint unit unit-postgres flow format requirements clean
.NOTPARALLEL:

help:
	@echo 'make run     安装并启动系统（首次运行装好依赖和示例数据），地址 http://127.0.0.1:8000'
	@echo '             可加 HOST=… PORT=…，例如 make run PORT=8001'
	@echo 'make test    全部检查：格式、类型、分层、单元测试（SQLite 与 PostgreSQL）、浏览器里的主要流程'
	@echo 'make proof   长时间的证明：大量生成的文档、大数据量、PostgreSQL 上的页面、浏览器里的其他流程、逐页的无障碍检查'
	@echo 'make bench   比较快慢：措辞引擎与普通 Jinja2，Word 导出与其他写法，指标汇总、自动保存，旧稿识读与粗糙的正则提取，校核与识读'
	@echo 'make lint    只做不运行程序的检查'
	@echo 'make unit    只跑单元测试'
	@echo 'make flow    只跑浏览器里的主要流程'
	@echo 'make format  整理代码和页面的格式'
	@echo 'make requirements  按 pyproject.toml 重新固定依赖版本'
	@echo 'make clean   删除虚拟环境和缓存，不动 var/ 里的数据'

run: $(RUN_STAMP)
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/gunicorn --config python:edusum.config.gunicorn --bind '$(HOST):$(PORT)'

test: $(DEV_STAMP)
	@$(STEP) 'system packages' .ci/system-packages
	@$(MAKE) --no-print-directory lint unit unit-postgres flow

proof: $(DEV_STAMP)
	@$(STEP) 'system packages' .ci/system-packages
	@$(STEP) 'proof' $(BIN)/pytest $(LONGEST) tests -m 'proof and not flow' -n auto --dist worksteal
	@$(STEP) 'pages on PostgreSQL' $(ON_POSTGRES)=pages
	@$(STEP) 'other flows in Chromium' $(IN_CHROMIUM) -m 'proof and flow'

bench: $(DEV_STAMP)
	@$(BIN)/python -m benchmarks.phrasing
	@$(BIN)/python -m benchmarks.export
	@$(BIN)/python -m benchmarks.rollup
	@$(BIN)/python .ci/with_postgres.py $(BIN)/python -m benchmarks.rollup
	@$(BIN)/python -m benchmarks.autosave
	@$(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.proofreading

lint: $(DEV_STAMP)
	@$(STEP) 'ruff format' $(BIN)/ruff format --check .
	@$(STEP) 'ruff check' $(BIN)/ruff check .
	@$(STEP) 'djade' sh -c "$(PAGES) $(DJADE) --check"
	@$(STEP) 'djlint' $(BIN)/djlint --lint --quiet templates
	@$(STEP) 'import-linter' $(BIN)/lint-imports
	@$(STEP) 'mypy' $(BIN)/mypy
	@$(STEP) 'migrations' $(BIN)/python manage.py makemigrations --check --dry-run

unit: $(DEV_STAMP)
	@$(STEP) 'unit tests' $(BIN)/pytest -n auto --dist worksteal

unit-postgres: $(DEV_STAMP)
	@$(STEP) 'unit tests on PostgreSQL' $(ON_POSTGRES)=data

flow: $(DEV_STAMP)
	@$(STEP) 'flows in Chromium' $(IN_CHROMIUM) -m 'flow and not proof'

format: $(DEV_STAMP)
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(PAGES) $(DJADE) 2>/dev/null || $(PAGES) $(DJADE) --check

requirements: $(DEV_STAMP)
	@$(COMPILE) --output-file requirements.txt pyproject.toml
	@$(COMPILE) --extra dev --output-file requirements-dev.txt pyproject.toml

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo '需要 Python 3.11 或更高版本，现在用的是：'"$$($(PYTHON) --version 2>&1)"'。装好后可以指定，例如 make run PYTHON=python3.12' >&2; exit 1; }
	@echo '正在建立虚拟环境……'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo '无法建立虚拟环境。Debian 和 Ubuntu 请先安装 python3-venv。' >&2; exit 1; }

$(RUN_STAMP): | .venv/bin/python
	$(call install,requirements.txt)

$(DEV_STAMP): | .venv/bin/python
	$(call install,requirements-dev.txt)

define install
	@echo '正在安装依赖……'
	@rm -f .venv/.$(1)-*
	@$(PIP) install --requirement $(1)
	@touch $@
endef
