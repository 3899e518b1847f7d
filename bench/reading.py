"""The city's report read back cell by cell: against pdfplumber and camelot, and python-docx.

The report of 2017 from ``examples/`` is set anew as PDF and DOCX, once and four times over, and
every reader gets the same file. Each peer is used as its manual says, with the stitching that most
would write: the rows of all tables one after another, short rows padded to eight cells, rows equal
to the table's header dropped, nothing filled down and nothing joined over a page break.

A reader's rows are aligned with the true ones in order so that most cells agree, hence a row too
many costs nothing. In a cell merged over several rows both the text and nothing count as right
below the first row. "Ours" is ``read_file`` without the process that it gives to a foreign file, so
that its memory is seen; a page that pdfplumber has read is not closed, as in its manual. Text taken
from a PDF is only timed, for nothing else reads it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import DIFFERENT, Comparison, Measured, measure
from tests.intake.replica import (
    GROUPED,
    HEADERS,
    Block,
    printed,
    repeated,
    write_docx,
    write_pdf,
)

SIZES = (1, 4)
YEAR = 2017
WIDTH = len(HEADERS)
_CHECKOUT = Path(__file__).parent.parent
_EXAMPLE = _CHECKOUT / "examples" / "bialystok" / f"sprawozdanie-{YEAR}.json"
_SHARED = Path(os.environ.get("MIERNIK_SHARED") or _CHECKOUT.parent / "shared")
_EXTRACTED = "001_*.txt"

Rows = list[list[str]]
#: For every true cell all the texts that count as right.
Truth = list[list[tuple[str, ...]]]


def comparisons() -> Iterator[Comparison]:
    """Compare the readers of PDF and DOCX at both sizes, then time the text taken from a PDF."""
    blocks = printed(_goals())
    with tempfile.TemporaryDirectory() as folder:
        small = _written(blocks[:1], Path(folder, "krótki"))
        for times in SIZES:
            longer = repeated(blocks, times)
            pdf, docx = _written(longer, Path(folder, "raport"))
            truth = truth_of(longer)
            repeats = 3 if times == 1 else 1
            name = f"odczyt PDF: {_pages(pdf)} stron, {len(truth)} wierszy"
            peers = {"pdfplumber": with_pdfplumber, "camelot": with_camelot}
            yield from _compared(name, (small[0], pdf), truth, peers, repeats)
            name = f"odczyt DOCX: {len(truth)} wierszy"
            peers = {"python-docx": with_python_docx}
            yield from _compared(name, (small[1], docx), truth, peers, repeats)
    yield from _extracted_text()


def _compared(
    name: str,
    files: tuple[Path, Path],
    truth: Truth,
    peers: dict[str, Callable[[Path], Rows]],
    repeats: int,
) -> Iterator[Comparison]:
    ours = measure(warmed, with_miernik, with_miernik, *files, repeats=repeats)
    for peer_name, run in peers.items():
        try:
            peer = measure(warmed, run, run, *files, repeats=repeats)
        except RuntimeError as error:  # a peer that lacks a library of the system
            failed = f"{peer_name} nie działa: {error}"
            yield Comparison(name, ours, None, failed, _told(truth, ours, None))
        else:
            yield Comparison(name, ours, peer, peer_name, _told(truth, ours, peer))


def _extracted_text() -> Iterator[Comparison]:
    """The only reader of its kind, so nothing stands beside it."""
    found = sorted((_SHARED / "seeds").glob(_EXTRACTED))
    if not found:
        print("Pominięto tekst z PDF: brak dokumentów miasta (MIERNIK_SHARED).", file=sys.stderr)
        return
    ours = measure(Path, with_miernik, found[0])
    lines = len(found[0].read_text(encoding="utf-8").splitlines())
    told = f"wierszy: {len(ours.answer)}; sam czas, bez oceny komórek"
    yield Comparison(f"odczyt tekstu z PDF: {lines} linii", ours, None, "brak porównania", told)


# --- what all get --------------------------------------------------------------------------------


def _goals() -> list[dict[str, Any]]:
    """The goals of the example in the shape that the replica prints."""
    goals: list[dict[str, Any]] = json.loads(_EXAMPLE.read_text(encoding="utf-8"))["goals"]
    for goal in goals:
        for priority in goal["priorities"]:
            for task in priority["tasks"]:
                for indicator in task["indicators"]:
                    indicator["footnote"] = " ".join(note["text"] for note in indicator["notes"])
    return goals


def truth_of(blocks: Iterable[Block]) -> Truth:
    """Return every printed cell, row by row."""
    return [
        [
            (text, "") if column in GROUPED and not line.rows_in_task else (text,)
            for column, text in line.cells.items()
        ]
        for block in blocks
        for line in block.lines
    ]


def _written(blocks: Sequence[Block], path: Path) -> tuple[Path, Path]:
    """Set the blocks as PDF and as DOCX."""
    pdf, docx = path.with_suffix(".pdf"), path.with_suffix(".docx")
    write_pdf(blocks, pdf, year=YEAR)
    write_docx(blocks, docx, year=YEAR)
    return pdf, docx


def _pages(path: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def warmed(run: Callable[[Path], Rows], small: Path, path: Path) -> Path:
    """Return ``path`` after reading a small file of its kind: imports and caches are not timed."""
    run(small)
    return path


# --- the ways ------------------------------------------------------------------------------------


def with_miernik(path: Path) -> Rows:
    """Read with the program's own reader; cells joined as the recogniser joins them."""
    from miernik.intake.readers import read_file
    from miernik.intake.recognise.joining import join_cell
    from miernik.intake.rows import Column, Row

    document = read_file(path, isolated=False)
    return [
        [join_cell(item.cells.get(column)) for column in Column]
        for item in document.items
        if isinstance(item, Row)
    ]


def with_pdfplumber(path: Path) -> Rows:
    """Read with ``extract_tables`` and its default strategy, drawn lines."""
    import pdfplumber

    lines = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables(lines)]
    return stitched(tables)


def with_camelot(path: Path) -> Rows:
    """Read with the flavour for drawn lines and its defaults."""
    import camelot

    tables = camelot.read_pdf(str(path), pages="all", flavor="lattice")
    return stitched(table.df.values.tolist() for table in tables)


def with_python_docx(path: Path) -> Rows:
    """Read ``row.cells`` of every table; a merged cell comes back in each of its rows."""
    import docx

    document = docx.Document(str(path))
    return stitched(
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    )


def stitched(tables: Iterable[Iterable[Iterable[str | None]]]) -> Rows:
    """Return the rows of all tables, eight cells each, without the repeated headers."""
    header = [_bare(text.format(year=YEAR)) for text in HEADERS]
    rows = [[cell or "" for cell in row] for table in tables for row in table]
    padded = [(row + [""] * WIDTH)[:WIDTH] for row in rows]
    return [row for row in padded if [_bare(cell) for cell in row] != header]


# --- cells right ---------------------------------------------------------------------------------


def _told(truth: Truth, ours: Measured, peer: Measured | None) -> str:
    """Cells right without regard to white space, then with every run of it as one space."""
    cells = len(truth) * WIDTH
    found = [("Miernik", ours.answer)] + ([("inni", peer.answer)] if peer else [])
    told = f"komórek {cells}: " + "; ".join(
        f"{name} {right(truth, rows, _bare)}, z odstępami {right(truth, rows, _spaced)},"
        f" wierszy {len(rows)}"
        for name, rows in found
    )
    complete = right(truth, ours.answer, _bare) == cells and len(ours.answer) == len(truth)
    return told if complete else f"{DIFFERENT}: {told}"


def right(truth: Truth, rows: Rows, plain: Callable[[str], str]) -> int:
    """Return how many true cells are found when the rows are aligned in order for the most.

    Two texts agree when ``plain`` makes them equal.
    """
    agreeing = np.zeros((len(truth), len(rows)), dtype=np.int64)
    for column in range(WIDTH):
        found = np.array([plain(row[column]) for row in rows], dtype=object)
        for number, cells in enumerate(truth):
            accepted = {plain(text) for text in cells[column]}
            matches = [found == text for text in accepted]
            agreeing[number] += np.logical_or.reduce(matches)
    best = np.zeros(len(rows) + 1, dtype=np.int64)
    for gained in agreeing:
        best[1:] = np.maximum(best[1:], best[:-1] + gained)
        best = np.maximum.accumulate(best)
    return int(best[-1])


def _bare(text: str) -> str:
    return "".join(text.split())


def _spaced(text: str) -> str:
    return " ".join(text.split())
