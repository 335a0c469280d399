"""The documents name only what exists."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from edusum.config.env import KNOWN

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/collecting.md",
    "docs/intake.md",
    "docs/library.md",
    "docs/proofreading.md",
    "docs/word.md",
]
A_PATH = re.compile(r"(\.?[\w-]+/)+([\w.-]+)?|[\w-]+\.(py|md|toml|txt|yaml|html|css|js)|Makefile")
MADE_LATER = {"var/"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


def quoted(text: str) -> list[str]:
    """What stands between backticks, outside blocks of code."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def words(text: str) -> set[str]:
    return {word for code in quoted(text) for word in code.split()}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document):
    named = {word for word in words(read(document)) if A_PATH.fullmatch(word)}
    linked = set(re.findall(r"\]\(([^)#:]+)\)", read(document)))
    in_the_environment = {word for word in named if word.startswith(".venv/")}
    here = (ROOT / document).parent
    missing = [path for path in named | linked if not ((ROOT / path).exists() or (here / path).exists())]
    assert sorted(set(missing) - MADE_LATER - in_the_environment) == []


def test_every_module_in_the_tree_of_the_map_exists():
    tree = re.search(r"^edusum/\n(.*?)^templates/", read("ARCHITECTURE.md"), re.DOTALL | re.MULTILINE)[1]
    named = re.findall(r"^[│ ]*[├└]── ([\w/.]+?)/? +(?!.*\(later\))", tree, re.MULTILINE)
    assert [name for name in named if not any((ROOT / "edusum").glob(f"**/{name}"))] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_of_make_that_a_document_names_exists(document):
    targets = re.findall(r"^([\w-]+):(?!=)", read("Makefile"), re.MULTILINE)
    named = {code.split()[1] for code in quoted(read(document)) if re.match(r"make [\w-]+$", code)}
    assert named <= set(targets)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_a_document_names_exists(document):
    named = set(re.findall(r"manage\.py (\w+)", read(document)))
    assert named <= set(get_commands()) | {"runserver"}


def test_the_readme_tells_every_setting_and_no_other():
    told = set(re.findall(r"EDUSUM_\w+", read("README.md")))
    assert told == set(KNOWN)


def test_the_readme_tells_a_demo_account_for_every_role():
    people = re.findall(r"username: (\w+).*role: (\w+)", read("fixtures/demo/demo.yaml"))
    told = re.findall(r"^\| `([a-z]+)` \|", read("README.md"), re.MULTILINE)
    assert {role for name, role in people if name in told} == {role for _, role in people}
    assert set(told) <= {name for name, _ in people}


def test_contributing_has_a_recipe_for_each_usual_change():
    recipes = re.findall(r"^### (.+)$", read("CONTRIBUTING.md"), re.MULTILINE)
    assert recipes == [
        "A new phrase filter",
        "A new page",
        "A new Word style",
        "A new background task",
        "A new reader",
        "A new report template",
    ]


def test_every_source_document_stands_in_the_table_of_templates_with_its_template():
    outlines = json.loads(read("tests/library/outlines.json"))
    rows = re.findall(r"^\| \d+ \| `([\w-]+)` \| \S+ \| `([\w-]+)` ", read("docs/library.md"), re.MULTILINE)
    assert len(rows) == 19
    assert {template for _, template in rows} == set(outlines)
    assert all((ROOT / f"fixtures/library/templates/{template}.yaml").exists() for _, template in rows)
