"""The site's own settings, less what would make tests slow or let them touch a bureau's data."""

import os
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("EDUSUM_")]:
    del os.environ[name]
os.environ["EDUSUM_DATA_DIR"] = str(Path(tempfile.gettempdir(), "edusum-tests"))
os.environ["EDUSUM_SECRET_KEY"] = "tests-only-" + "0" * 32

from edusum.config.settings import *  # noqa: E402, F403 -- after the environment is cleared
from edusum.config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # no worker is needed
WHITENOISE_AUTOREFRESH = True  # nothing is collected, and WhiteNoise says so loudly
