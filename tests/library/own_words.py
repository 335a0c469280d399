"""Whether report templates share long runs of words with other texts.

`python tests/library/own_words.py FOLDER` holds the templates of the library against the .txt files of a
folder and exits with 1 if any share a run of 20 hanzi; names and set formulae of `ALLOWED` aside.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

LONGEST = 20
TEMPLATES = Path(__file__).resolve().parents[2] / "fixtures" / "library" / "templates"
ALLOWED = ("习近平新时代中国特色社会主义思想",)
"""Names and set formulae that anybody writes as they are."""
_CODE = re.compile(r"\{[{%].*?[}%]\}")
_NOT_HANZI = re.compile(r"[^\u4e00-\u9fff]")


def shared_runs(words: str, sources: Sequence[str]) -> list[str]:
    """The runs of 20 hanzi of the words that stand in a source, too: marks, digits and spaces don't count."""
    known = {run for source in sources for run in _runs(_hanzi(source))}
    return list(_shared(words, known))


def _shared(words: str, known: set[str]) -> Iterator[str]:
    for piece in _CODE.split(words):
        runs, end = list(_runs(_hanzi(piece))), 0
        for place, run in enumerate(runs):
            if place >= end and run in known:
                end = place + LONGEST
                yield run


def _hanzi(text: str) -> str:
    for name in ALLOWED:
        text = text.replace(name, "")
    return _NOT_HANZI.sub("", text)


def _runs(hanzi: str) -> Iterator[str]:
    return (hanzi[place : place + LONGEST] for place in range(len(hanzi) - LONGEST + 1))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def main(folder: Path) -> int:
    """Print what is shared, file by file; the number of runs."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    if not texts:
        raise SystemExit(f"{folder} holds no .txt file")
    known = {run for text in texts for run in _runs(_hanzi(text))}
    count = 0
    for path in sorted(TEMPLATES.glob("*.yaml")):
        for words in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))):
            for run in _shared(words, known):
                count += 1
                sys.stdout.write(f"{path.name}: {run}\n")
    number = len(list(TEMPLATES.glob("*.yaml")))
    sys.stdout.write(f"{count} shared runs of {LONGEST} hanzi in {number} templates\n")
    return count


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]))))
