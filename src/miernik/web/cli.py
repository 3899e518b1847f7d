"""The command line: one file a command in ``web/commands``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 for a failed check, 2 for bad input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "miernik.web.settings")
    parser = argparse.ArgumentParser(prog="miernik")
    parser.parse_args(sys.argv[1:] if argv is None else argv)
    return 0
