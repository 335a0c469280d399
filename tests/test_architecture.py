"""What the house promises and no linter looks at. The rules in words: ARCHITECTURE.md."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
UPSTREAM_FIRST = CONTRACTS[0]["layers"][::-1]
ENGINE = CONTRACTS[2]["source_modules"]
APPS = sorted(path.parent.name for path in ROOT.glob("edusum/*/__init__.py"))
LONGEST_FILE = 400
COUNTED = {".py", ".html", ".js"}


def kept_files() -> list[Path]:
    """What git keeps, or would keep, less what others wrote."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file() and "/vendor/" not in name]


KEPT = kept_files()
PAGES = [path for path in KEPT if path.suffix == ".html"]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_app_has_its_place_among_the_layers():
    assert sorted(UPSTREAM_FIRST) == APPS


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_in_one_sentence_what_comes_in_and_what_goes_out(app):
    said = ast.get_docstring(ast.parse((ROOT / "edusum" / app / "__init__.py").read_text())) or ""
    assert re.fullmatch(r"[A-Z][^\n]{20,}\.", said), said
    assert " out" in said


def test_foreign_keys_point_upstream():
    downstream = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and is_downstream(field.related_model, of=model)
    ]
    assert downstream == []


def is_downstream(other: type, *, of: type) -> bool:
    here, there = of._meta.app_label, other._meta.app_label
    own = here in UPSTREAM_FIRST and there in UPSTREAM_FIRST
    return own and UPSTREAM_FIRST.index(there) > UPSTREAM_FIRST.index(here)


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert capsys.readouterr().out == "No changes detected\n"


def test_migrations_are_named_for_what_they_promise():
    careless = [named(path) for path in ROOT.glob("edusum/*/migrations/*.py") if "_auto_" in path.name]
    assert careless == []


@pytest.fixture(scope="module")
def needs() -> dict[str, str]:
    """What each engine module, imported first of all ours, says of Django; in one process, to be quick."""
    code = """
import sys
from importlib import import_module
for module in sys.argv[1:]:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("edusum", "django")]:
        del sys.modules[name]
    try:
        import_module(module)
        said = "django" if "django" in sys.modules else "nothing"
    except Exception as error:
        said = repr(error)
    print(module, said)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code, *ENGINE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(line.split(" ", 1) for line in ran.stdout.splitlines())


@pytest.mark.parametrize("module", ENGINE)
def test_an_engine_module_needs_no_django(module, needs):
    assert needs[module] == "nothing"


def test_no_signal_is_listened_to():
    speaking = [path for path in ROOT.glob("edusum/**/*.py") if "dispatch" in path.read_text()]
    listeners = [named(path) for path in speaking if "dispatch" in imported(path)]
    assert listeners == []


def imported(path: Path) -> set[str]:
    """The last words of the modules that a file imports from."""
    nodes = ast.walk(ast.parse(path.read_text()))
    return {(node.module or "").rpartition(".")[2] for node in nodes if isinstance(node, ast.ImportFrom)}


def test_jinja_is_known_to_the_phrase_language_alone():
    knowing = re.compile(r"^\s*(import|from) jinja2\b", re.MULTILINE)
    modules = {named(path) for path in ROOT.glob("edusum/**/*.py") if knowing.search(path.read_text())}
    assert modules == {"edusum/library/grammar.py", "edusum/library/phrasing.py"}


def test_no_file_has_grown_too_long():
    lines = {named(path): len(path.read_bytes().splitlines()) for path in KEPT if path.suffix in COUNTED}
    long = {name: count for name, count in lines.items() if count > LONGEST_FILE}
    assert [name for name in long if "/migrations/" not in name] == []


def test_no_test_is_skipped():
    skips = re.compile(r"pytest[.](mark[.])?(skip|skipif|xfail|importorskip)|unittest[.]skip")
    assert [named(path) for path in KEPT if path.suffix == ".py" and skips.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a script", r"<script(?![^>]*\ssrc=)[^>]*>"),
        ("a style block", r"<style\b"),
        ("a style attribute", r"\sstyle\s*="),
        ("an event attribute", r"\son[a-z]+\s*="),
        ("a script address", r"javascript:"),
        ("an address of another site", r"(src|href)\s*=\s*[\"'](https?:)?//"),
    ],
)
def test_no_page_holds(what, pattern):
    holding = [named(page) for page in PAGES if re.search(pattern, page.read_text(), re.IGNORECASE)]
    assert holding == [], f"a page with {what}"


def test_page_folders_are_named_after_apps():
    folders = {named(page).split("/")[1] for page in PAGES if named(page).count("/") > 1}
    assert folders <= {*APPS, "admin"}


def test_no_python_file_holds_html():
    tags = re.compile(r"</?(div|span|p|a|table|tr|td|ul|li|form|input|button|h[1-6])[\s/>]")
    holding = [named(path) for path in ROOT.glob("edusum/**/*.py") if tags.search(path.read_text())]
    assert [name for name in holding if "admin" not in name] == []  # Django's lists want their links as HTML


def test_no_file_names_a_package_index():
    hosts = re.compile(rb"(?<!emit-)index[-]url|pypi[.]org|pythonhosted[.]|npmjs[.]")
    assert [named(path) for path in KEPT if hosts.search(path.read_bytes())] == []
