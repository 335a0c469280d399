"""Commands whose every refusal is one sentence and exit code 1."""

import re
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from edusum.common.errors import EdusumError


class SentenceCommand(BaseCommand):
    """Tells wrong arguments, an unready database and EdusumErrors in one Chinese sentence each."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser: ArgumentParser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(message: str) -> NoReturn:
            usage = re.sub(r"\[[^\]]*\]", "", parser.format_usage().partition(":")[2])
            self.stderr.write(f"命令的参数不对，请照这样写：{' '.join(usage.split())}")
            sys.exit(1)

        parser.error = refuse  # type: ignore[method-assign]  # argparse says it in English and exits with 2
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except EdusumError as error:
            raise CommandError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                "数据库连不上或还没有建好，请检查 DATABASE_URL，再运行 make run 或 manage.py migrate。"
            ) from error
