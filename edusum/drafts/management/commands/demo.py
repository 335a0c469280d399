from typing import Any

from edusum.common.commands import SentenceCommand
from edusum.drafts.demo import load_demo


class Command(SentenceCommand):
    help = (
        "Makes a fictional bureau with a year's figures and one finished draft; run again it changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        demo = load_demo()
        if demo.accounts:
            self.stdout.write(f"{demo.draft.bureau.full_name}已建立，各角色的账户如下：")
            for role, name, username in demo.accounts:
                self.stdout.write(f"  {role}　{name}　用户名 {username}")
            self.stdout.write(f"密码都是 {demo.password}（只显示这一次，请记下）")
        self.stdout.write(f"draft {demo.draft.pk}")
