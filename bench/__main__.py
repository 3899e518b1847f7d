"""Run the comparisons and print one table: `python -m bench [module …]`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench
from bench.measure import DIFFERENT, Comparison, machine

_COLUMNS = (
    "porównanie",
    "Miernik",
    "inni",
    "ile razy",
    "pamięć",
    "pamięć innych",
    "wyniki",
    "komputer",
)
_NOT_COMPARISONS = {"__main__", "measure", "collection_office"}


def main(wanted: list[str]) -> int:
    """Run the named modules, or all; an unknown name or differing answers exit with 1."""
    names = sorted(
        module.name
        for module in pkgutil.iter_modules(bench.__path__)
        if module.name not in _NOT_COMPARISONS
    )
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"Nie ma porównania: {', '.join(unknown)}. Są: {', '.join(names)}.", file=sys.stderr)
        return 1
    found: list[Comparison] = []
    for name in wanted or names:
        module = importlib.import_module(f"bench.{name}")
        for comparison in module.comparisons():
            print(f"» {comparison.name}", file=sys.stderr, flush=True)
            found.append(comparison)
    print(_table(found))
    return 1 if any(item.checked.startswith(DIFFERENT) for item in found) else 0


def _table(found: list[Comparison]) -> str:
    rows = [_COLUMNS, *(_row(item) for item in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _row(item: Comparison) -> tuple[str, ...]:
    peer = item.peer
    return (
        item.name,
        f"{item.ours.seconds:.3f} s",
        f"{peer.seconds:.3f} s ({item.peer_name})" if peer else f"— ({item.peer_name})",
        f"{peer.seconds / item.ours.seconds:.2f}" if peer else "—",
        f"{item.ours.memory:.0f} MB",
        f"{peer.memory:.0f} MB" if peer else "—",
        item.checked,
        machine(),
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
