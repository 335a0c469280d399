from argparse import ArgumentParser
from typing import Any

from edusum.common.commands import SentenceCommand
from edusum.drafts.demo import load_demo


class Command(SentenceCommand):
    help = (
        "Makes a fictional bureau with a year's figures and one finished draft; run again it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--with-work", action="store_true", help="a second draft too, in the middle of the work"
        )

    def handle(self, *args: Any, with_work: bool = False, **options: Any) -> None:
        demo = load_demo(with_work=with_work)
        if demo.accounts:
            self.stdout.write(f"{demo.draft.bureau.full_name}已建立，各角色的账户如下：")
            for role, name, username in demo.accounts:
                self.stdout.write(f"  {role}　{name}　用户名 {username}")
            self.stdout.write(f"密码都是 {demo.password}（只显示这一次，请记下）")
        self.stdout.write(f"draft {demo.draft.pk}")
