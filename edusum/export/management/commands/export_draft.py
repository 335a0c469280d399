from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from edusum.common.commands import SentenceCommand
from edusum.drafts.models import Draft
from edusum.export.services import export_draft
from edusum.orgs.actors import SYSTEM


class Command(SentenceCommand):
    help = "Writes a draft as an official Word file: export_draft ID OUT.docx"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("draft", type=int, metavar="ID")
        parser.add_argument("out", type=Path, metavar="OUT.docx")

    def handle(self, *args: Any, draft: int, out: Path, **options: Any) -> None:
        row = Draft.objects.with_names().filter(pk=draft).first()
        if row is None:
            raise CommandError(f"没有编号为 {draft} 的初稿。")
        try:
            with transaction.atomic():
                out.write_bytes(export_draft(draft=row, actor=SYSTEM).content)
        except OSError as error:
            raise CommandError(f"无法写入 {out}：{error.strerror}。") from error
        self.stdout.write(f"《{row.title}》已写入 {out}")
