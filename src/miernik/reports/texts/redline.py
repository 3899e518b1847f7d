"""Two versions of a text as one Word document whose differences are tracked changes."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from miernik.consultations.form_marks import unit_name
from miernik.kernel.redline import Change, Piece, redline
from miernik.reports.texts.document import Page, TextDocument
from miernik.reports.texts.units import Row, kept_rows, layout_of, look_of, rows_of, table_xml
from miernik.strategy.text.content import Table
from miernik.strategy.text.reading import Line


def docx_redline(
    old: list[Line], new: list[Line], *, title: str, author: str, at: dt.datetime
) -> bytes:
    """Return the text as DOCX: rejecting all changes gives ``old``, accepting all gives ``new``.

    One unit is one paragraph, label and wording (a table: title, rows, note), under a bookmark
    with its code; the body holds nothing else. A unit that moved is removed at its old place and
    added at the new one. ``title`` stands at the head of every page; ``author`` and ``at`` sign
    the changes.
    """
    page = Page(title=title, author=author, head=title, foot=f"Zmiany wprowadził: {author}")
    document = TextDocument(page, at)
    staying = {line.code for line in new}
    for before, after in _pairs(old, new):
        named = after is not None or (before is not None and before.code not in staying)
        _write(document, before, after, named=named)
    document.add(document.revisions.paragraph(Change.KEPT, ""))
    return document.content()


def _pairs(old: list[Line], new: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Units of both versions in one order; a pair has one identity."""
    matcher = difflib.SequenceMatcher(
        None, [line.code for line in old], [line.code for line in new], autojunk=False
    )
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
            continue
        yield from ((line, None) for line in old[a:b])
        yield from ((None, line) for line in new[c:d])


def _write(document: TextDocument, before: Line | None, after: Line | None, *, named: bool) -> None:
    line = after or before
    assert line is not None
    was, becomes = before.printed if before else None, after.printed if after else None
    if was or becomes or (not line.table):
        document.add(_paragraph(document, line, was, becomes, named=named))
    old_table, new_table = before.table if before else None, after.table if after else None
    if old_table or new_table:
        _write_table(document, line, old_table, new_table)


def _paragraph(
    document: TextDocument, line: Line, was: str | None, becomes: str | None, *, named: bool
) -> str:
    """A unit's paragraph; None on one side: it came or went as a whole."""
    revisions = document.revisions
    fate = Change.ADDED if was is None else Change.REMOVED if becomes is None else Change.KEPT
    content = revisions.runs(redline(was or "", becomes or ""), look_of(line))
    if named:
        content = revisions.bookmark(unit_name(line.code), content)
    return revisions.paragraph(fate, content, layout_of(line))


def _write_table(
    document: TextDocument, line: Line, before: Table | None, after: Table | None
) -> None:
    revisions = document.revisions
    old, new = rows_of(before) if before else [], rows_of(after) if after else []
    if before == after and after:
        document.add(table_xml(kept_rows(after), line.text, revisions))
    elif old and new and len(old[0]) == len(new[0]):
        document.add(table_xml(list(_changed_rows(old, new)), line.text, revisions))
    else:
        removed, added = _whole(old, Change.REMOVED), _whole(new, Change.ADDED)
        between = [revisions.paragraph(Change.KEPT, "")] if removed and added else []
        document.add(
            table_xml(removed, line.text, revisions),
            *between,
            table_xml(added, line.text, revisions),
        )
    _write_note(document, before["note"] if before else "", after["note"] if after else "")


def _write_note(document: TextDocument, before: str, after: str) -> None:
    revisions = document.revisions
    fate = Change.ADDED if not before else Change.REMOVED if not after else Change.KEPT
    if not (before or after):
        fate = Change.KEPT  # tables that follow each other must not run together
    runs = revisions.runs(redline(before, after), '<w:sz w:val="18"/>')
    document.add(revisions.paragraph(fate, runs))


def _changed_rows(old: list[list[str]], new: list[list[str]]) -> Iterator[Row]:
    matcher = difflib.SequenceMatcher(None, list(map(tuple, old)), list(map(tuple, new)),
                                      autojunk=False)  # fmt: skip
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from ((Change.KEPT, [[Piece(Change.KEPT, text)] for text in row])
                        for row in old[a:b])  # fmt: skip
            continue
        for before, after in zip_longest(old[a:b], new[c:d]):
            if before and after:
                yield Change.KEPT, [redline(*texts) for texts in zip(before, after, strict=True)]
            elif before:
                yield from _whole([before], Change.REMOVED)
            else:
                yield from _whole([after], Change.ADDED)


def _whole(rows: Sequence[Sequence[str]], fate: Change) -> list[Row]:
    return [(fate, [[Piece(fate, text)] for text in row]) for row in rows]
