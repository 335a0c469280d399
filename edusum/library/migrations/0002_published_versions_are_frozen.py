from django.db import migrations

from edusum.library.freezing import install, remove


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
