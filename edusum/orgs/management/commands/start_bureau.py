from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from edusum.orgs import services
from edusum.orgs.enums import BureauKind


class Command(BaseCommand):
    help = "Creates a bureau and the account of its first 模板管理员, and prints the password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("full_name", metavar="FULL_NAME", help="单位全称，如“示例区教育局”")
        parser.add_argument("--kind", choices=BureauKind.values, default=BureauKind.COUNTY, help="层级")
        parser.add_argument("--short", required=True, help="单位简称，如“区教育局”")
        parser.add_argument("--local", required=True, help="自称，如“我区”")
        parser.add_argument("--whole", required=True, help="全域称，如“全区”")
        parser.add_argument("--username", required=True, help="模板管理员的用户名")
        parser.add_argument("--name", required=True, help="模板管理员的姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        names = services.BureauNames(
            options["full_name"], options["short"], options["local"], options["whole"]
        )
        try:
            fresh = services.start_bureau(
                kind=options["kind"], names=names, username=options["username"], name=options["name"]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"单位“{names.full_name}”已建立。")
        self.stdout.write(
            f"模板管理员 {fresh.user.name}：用户名 {fresh.user.username}，初始密码 {fresh.password}"
        )
        self.stdout.write("密码只显示这一次，首次登录须修改。")
