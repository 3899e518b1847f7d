"""``python -m miernik``: the command line."""

from miernik.web.cli import main

raise SystemExit(main())
