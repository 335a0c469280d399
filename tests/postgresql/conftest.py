"""What only a database with several writers at once can show: collected when the tests run on PostgreSQL."""

from django.conf import settings

collect_ignore_glob = [] if "postgresql" in settings.DATABASES["default"]["ENGINE"] else ["test_*.py"]
