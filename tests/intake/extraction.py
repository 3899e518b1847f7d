"""A printed table turned into extracted text, as a PDF extractor would leave it.

Given goals in the shape of ``miernik import --json``, the table is laid out in columns of given
widths and pages of a given height, and its lines are written out page by page, row by row and
cell by cell, with random gaps, short neighbouring cells on one line, and cells cut by pages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

COLUMNS = ("title", "implementers", "funding", "name", "value", "monitoring", "remark")
MERGED = ("title", "implementers", "funding")


@dataclass(frozen=True)
class Layout:
    """How a table is printed; widths are in characters, in the order of ``COLUMNS``."""

    widths: tuple[int, ...] = (20, 21, 16, 21, 26, 13, 20)
    page_height: int = 34
    gaps: tuple[int, ...] = (1, 1, 1, 3, 5)
    monitoring_merged: bool = False
    goal: str = "Cel strategiczny {code} {title}"
    priority: str = "Priorytet {code}. {title}"
    task: str = "{code}"
    head: tuple[str, ...] = (
        "L.p.",
        "Zadania",
        "realizacyjne",
        "Realizatorzy",
        "Źródła",
        "finansowania",
        "Wskaźniki",
        "Wartość",
        "wskaźnika",
        "w 2018 r.",
        "Monitorowanie",
        "Uwagi",
    )


@dataclass
class Writer:
    """Writes lines with gaps; a new page begins with an indented line and no gap."""

    layout: Layout
    chance: random.Random
    lines: list[str] = field(default_factory=list)
    pages: int = 0

    def line(self, text: str, gap: int) -> None:
        self.lines.extend([""] * (gap if self.lines else 0))
        self.lines.append(f"{text} ")

    def page(self, text: str) -> None:
        self.lines.append(f" {text} ")
        self.pages += 1

    def gap(self) -> int:
        return self.chance.choice(self.layout.gaps)


def extracted_text(goals: list[dict[str, Any]], layout: Layout, seed: int) -> str:
    """The text of the printed report."""
    writer = Writer(layout, random.Random(seed))
    writer.line("Tabela 1. Cele szczegółowe", 0)
    row = 0
    for goal in goals:
        writer.line(layout.goal.format(**goal), 5)
        for number, priority in enumerate(goal["priorities"]):
            writer.line(layout.priority.format(**priority), 5)
            if number == 0:
                for index, word in enumerate(layout.head):
                    writer.line(word, 3 if index == 0 else 1)
            for task in priority["tasks"]:
                row = _task(writer, task, row)
    return "\n".join(writer.lines) + "\n"


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` characters; a line break in ``text`` is kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return [line for line in lines if line]


def _task(writer: Writer, task: dict[str, Any], top: int) -> int:
    """Write one task whose first line stands at ``top`` lines from the first page's head."""
    widths = dict(zip(COLUMNS, writer.layout.widths, strict=True))
    merged = {
        "title": wrap(task["title"], widths["title"]),
        "implementers": wrap(task["implementers_text"] or "", widths["implementers"]),
        "funding": wrap(task["funding_text"] or "", widths["funding"]),
    }
    rows = [
        {
            "name": wrap(item["name"], widths["name"]),
            "value": wrap(item["value_raw"], widths["value"]),
            "monitoring": _monitoring(writer.layout, task, number, widths["monitoring"]),
            "remark": wrap(_remark(item), widths["remark"]),
        }
        for number, item in enumerate(task["indicators"])
    ]
    heights = [max(len(lines) for lines in row.values()) for row in rows]
    heights[-1] += max(0, max(map(len, merged.values())) - sum(heights))
    tops = [top + sum(heights[:number]) for number in range(len(rows))]
    height = writer.layout.page_height
    cells = list(_cells(task["code"], writer.layout, merged, rows, tops))
    for page in range(top // height, (top + sum(heights)) // height + 1):
        opens = page > top // height or (page > 0 and top % height == 0)
        for cell in _order(
            [(row, rank, _on(page, begin, lines, height)) for row, rank, begin, lines in cells]
        ):
            _write(writer, cell, opens)
            opens = False
    return top + sum(heights)


def _cells(
    code: str,
    layout: Layout,
    merged: dict[str, list[str]],
    rows: list[dict[str, list[str]]],
    tops: list[int],
) -> Iterator[tuple[int, int, int, list[str]]]:
    """Row, column rank, top line and lines of every cell; merged cells belong to every row."""
    yield 0, -1, tops[0], [layout.task.format(code=code)]
    for rank, column in enumerate(COLUMNS):
        if column in MERGED:
            yield 0, rank, tops[0], merged[column]
        else:
            for number, row in enumerate(rows):
                yield number, rank, tops[number], row[column]


def _on(page: int, top: int, lines: list[str], height: int) -> list[str]:
    """The lines of a cell that fall on a page."""
    return [line for number, line in enumerate(lines) if (top + number) // height == page]


def _order(parts: list[tuple[int, int, list[str]]]) -> list[list[str]]:
    """Cells of one page in reading order: what merged cells have left stands in its first row."""
    present = [(row, rank, lines) for row, rank, lines in parts if lines]
    first = min((row for row, rank, _ in present if rank >= len(MERGED)), default=0)
    keyed = [
        (max(row, first) if rank < len(MERGED) else row, rank, lines)
        for row, rank, lines in present
    ]
    return [lines for _, _, lines in sorted(keyed, key=lambda item: item[:2])]


def _write(writer: Writer, lines: list[str], opens_page: bool) -> None:
    for number, line in enumerate(lines):
        if number == 0 and opens_page:
            writer.page(line)
        else:
            writer.line(line, writer.gap() if number == 0 else 1)


def _monitoring(layout: Layout, task: dict[str, Any], number: int, width: int) -> list[str]:
    if layout.monitoring_merged and number > 0:
        return []
    return wrap(task["monitoring"] or "", width)


def _remark(item: dict[str, Any]) -> str:
    """The remark as printed: with the star where the value has one."""
    if not item["footnote"]:
        return ""
    return f"* {item['footnote']}" if item["value_raw"].endswith("*") else str(item["footnote"])
