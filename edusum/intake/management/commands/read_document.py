import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from edusum.common.commands import SentenceCommand
from edusum.common.errors import EdusumError
from edusum.intake.printing import as_json, as_text, opened, understood_of


class Command(SentenceCommand):
    help = "Tells what is understood of old papers: read_document FILE… [--json] [--out DIR]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", metavar="FILE", type=Path, nargs="+", help="old papers, or folders of them"
        )
        parser.add_argument("--json", action="store_true", dest="is_json", help="as JSON, for programs")
        parser.add_argument("--out", metavar="DIR", type=Path, help="write one <stem>.json each into DIR")

    def handle(self, *args: Any, files: Sequence[Path], is_json: bool, out: Path | None, **rest: Any) -> None:
        paths = list(_all(files))
        refused = 0
        gathered: list[dict[str, Any]] = []
        names = _names(paths)
        for path in paths:
            try:
                source = opened(path)
                papers = understood_of(source)
            except EdusumError as error:
                refused += 1
                self.stderr.write(f"{path}：{error}")
                continue
            if out is not None:
                _write(out / names[path], as_json(papers))
            elif not is_json:
                self.stdout.write(as_text(path.name, source, papers))
            else:
                gathered.append(
                    as_json(papers) if len(paths) == 1 else {"file": str(path), **as_json(papers)}
                )
        if gathered:
            shown = gathered[0] if len(paths) == 1 else gathered
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
        if out is not None:
            self.stdout.write(f"读了 {len(paths) - refused} 个文件，结果写在 {out}。")
        if refused:
            raise CommandError(f"有 {refused} 个文件没有读出来，原因见上。")


def _all(files: Sequence[Path]) -> Iterator[Path]:
    """The files, and those in the folders, without hidden ones."""
    for path in files:
        if path.is_dir():
            inside = sorted(item for item in path.rglob("*") if item.is_file())
            yield from (item for item in inside if not _is_hidden(item.relative_to(path)))
        else:
            yield path


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """<stem>.json; the whole name where several files share the stem."""
    stems = Counter(path.stem for path in paths)
    return {path: f"{path.stem if stems[path.stem] == 1 else path.name}.json" for path in paths}


def _write(path: Path, content: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"无法写入 {path}：{error.strerror}。") from error
