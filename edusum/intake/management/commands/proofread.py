import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from edusum.common.commands import SentenceCommand
from edusum.export.annotated_files import annotated_file, word_file_of
from edusum.export.annotating import NAME
from edusum.export.redline import Author
from edusum.export.remarks import remarks_on
from edusum.intake.printing import findings_told, opened
from edusum.proofreading.as_json import as_json
from edusum.proofreading.known import Known
from edusum.proofreading.run import Proofread, proofread

HAS_ERRORS = 2


class Command(SentenceCommand):
    help = (
        "Proofreads a paper: proofread FILE [--year Y] [--json] [--docx OUT]; exit code 2 with 必错, else 0"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--year", type=int, default=0, help="the year the paper is about")
        parser.add_argument("--json", action="store_true", dest="is_json", help="as JSON, for programs")
        parser.add_argument("--docx", metavar="OUT", type=Path, help="write it as Word with comments")

    def handle(
        self, *args: Any, file: Path, year: int, is_json: bool, docx: Path | None, **options: Any
    ) -> None:
        done = proofread(opened(file), Known(year=year))
        if docx is not None:
            _write(docx, _with_comments(file, done))
        if is_json:
            self.stdout.write(json.dumps(as_json(done), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(
                "\n".join([f"{file.name}（{len(done.reading.text)} 字）", *findings_told(done)])
            )
            if docx is not None:
                self.stdout.write(f"带批注的 Word 已写入 {docx}。")
        if done.of("error"):
            sys.exit(HAS_ERRORS)


def _with_comments(file: Path, done: Proofread) -> bytes:
    return annotated_file(
        word_file_of(file.read_bytes(), program=settings.SOFFICE, slots=Path(settings.DATA_DIR) / "pdf"),
        [line.text for line in done.reading.source.lines],
        remarks_on(done.findings, done.reading.source),
        author=Author(NAME, timezone.now()),
        document=done.reading.understood.document,
    )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"无法写入 {path}：{error.strerror}。") from error
