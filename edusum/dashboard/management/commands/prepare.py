from io import StringIO

from django.core.management import call_command

from edusum.common.commands import SentenceCommand
from edusum.orgs.models import Bureau


class Command(SentenceCommand):
    help = "Make the site ready to serve: tables, assets, library and, on an empty site, the demo bureau."

    def handle(self, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        loaded = StringIO()
        call_command("load_library", stdout=loaded)
        for line in loaded.getvalue().splitlines():
            if line.startswith("冲突"):
                self.stdout.write(line)
        if not Bureau.objects.exists():
            call_command("demo", with_work=True, stdout=self.stdout)
