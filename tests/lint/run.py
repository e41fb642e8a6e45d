"""Runs sqlfluff: its own command line and exit codes. Two things spare a third of the time.

Python's collector would walk the whole dbt manifest hundreds of times for nothing: it looks at the oldest objects less
often here. And the process ends at once, where taking a parsed project apart takes seconds and warnings of leaks.
"""

import atexit
import gc
import os
import sys

from sqlfluff.cli.commands import cli

gc.set_threshold(700, 20, 100)
try:
    cli()
except SystemExit as ended:
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended.code if isinstance(ended.code, int) else 1)
