#!/usr/bin/env python
"""The command line of EduSum: the same settings and database as `make run`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edusum.config.settings")
    execute_from_command_line(sys.argv)
