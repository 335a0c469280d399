from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from edusum.library.errors import LibraryError
from edusum.library.files import LibraryFiles, read_library
from edusum.library.loading import load, verify


class Command(BaseCommand):
    help = "Load the metrics and report templates of fixtures/library; what was edited here is kept."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only verify the files; touches no database")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.FIXTURES_ROOT) / "library"
        try:
            files = read_library(folder)
            problems = verify(files)
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
        return [
            *(f"合格 指标 {metric.fields['code']} {metric.fields['name']}" for metric in files.metrics),
            *(
                f"合格 模板 {template.fields['code']} {template.fields['name']}"
                for template in files.templates
            ),
        ]
