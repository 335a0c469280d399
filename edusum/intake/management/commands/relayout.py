from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from edusum.common.commands import SentenceCommand
from edusum.document.model import Document
from edusum.document.readers.script import simplify
from edusum.export.word import to_docx
from edusum.intake.printing import opened, understood_of


class Command(SentenceCommand):
    help = "Sets an old paper in official layout: relayout FILE OUT.docx [--simplify]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("out", metavar="OUT.docx", type=Path)
        parser.add_argument(
            "--simplify", action="store_true", help="traditional characters to simplified ones"
        )

    def handle(self, *args: Any, file: Path, out: Path, simplify: bool, **options: Any) -> None:
        for path, document in _documents(file, out, is_simplified=simplify):
            try:
                path.write_bytes(to_docx(document))
            except OSError as error:
                raise CommandError(f"无法写入 {path}：{error.strerror}。") from error
            self.stdout.write(f"《{document.title}》已写入 {path}：共 {len(list(document.walk()))} 节。")


def _documents(file: Path, out: Path, *, is_simplified: bool) -> list[tuple[Path, Document]]:
    """Each paper of the file and where it goes: OUT.docx, or OUT-01.docx, OUT-02.docx … of several."""
    source = opened(file)
    found = understood_of(simplify(source) if is_simplified else source)
    documents = [paper.understood.document for paper in found]
    named = [replace(document, title=document.title or file.stem) for document in documents]
    if len(named) == 1:
        return [(out, named[0])]
    return [(out.with_stem(f"{out.stem}-{number:02}"), document) for number, document in enumerate(named, 1)]
