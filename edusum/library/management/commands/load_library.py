from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from edusum.library.errors import LibraryError
from edusum.library.files import LibraryFiles, read_library
from edusum.library.loading import load, trusted
from edusum.library.verifying import verify


class Command(BaseCommand):
    help = "Load fixtures/library: metrics, relations, terms, report templates; what was edited here is kept."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only verify the files; touches no database")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.FIXTURES_ROOT) / "library"
        try:
            files = read_library(folder)
            problems = verify(files, trusted=() if options["check"] else trusted(files))
            refused = bool(problems)
            lines = [f"有误 {problem}" for problem in problems] or self._lines(files, check=options["check"])
        except LibraryError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] or refused:
            self.stdout.write("\n".join(lines))
        self.stdout.write(
            f"{len(files.templates)} templates, {len(files.metrics)} metrics, {len(problems)} lint errors"
        )
        if refused:
            raise CommandError(f"措辞有 {len(problems)} 处错误，什么也没有载入。")

    def _lines(self, files: LibraryFiles, *, check: bool) -> list[str]:
        if not check:
            return load(files)
        templates = [template.fields for template in files.templates]
        return [
            *(f"合格 指标 {metric.code} {metric.fields['name']}" for metric in files.metrics),
            *(f"合格 指标关系 {file.relation.metric} {file.relation.kind}" for file in files.relations),
            *(f"合格 时效用语 {term.code}" for term in files.terms),
            *(f"合格 模板 {fields['code']} {fields['name']}" for fields in templates),
        ]
