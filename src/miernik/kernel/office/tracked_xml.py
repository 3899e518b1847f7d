"""Tracked changes of a DOCX as XML text: runs, paragraphs and rows that Word can accept or reject.

The pieces have no namespace declarations of their own: they stand inside an element that declares
``w``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from miernik.kernel.redline import Change, Piece

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SIGN = re.compile(r"([\n\t])")
_ELEMENTS = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_NAMES = {Change.ADDED: "ins", Change.REMOVED: "del"}


class Revisions:
    """Who changed the document and when; numbers its changes and bookmarks apart.

    A time with a zone is written in UTC, one without as it is; Word keeps whole seconds.
    """

    def __init__(self, author: str, at: dt.datetime) -> None:
        moment = at.astimezone(dt.UTC) if at.tzinfo else at
        self._signed = (
            f"w:author={quoteattr(written(author))} "
            f'w:date="{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"'
        )
        self._number = 0

    def number(self) -> int:
        """A number that nothing else in the document has."""
        self._number += 1
        return self._number

    def element(self, change: Change, content: str = "") -> str:
        """``content`` wrapped as an insertion or a deletion; kept content stays bare."""
        if change is Change.KEPT:
            return content
        name = _NAMES[change]
        return f'<w:{name} w:id="{self.number()}" {self._signed}>{content}</w:{name}>'

    def run(self, change: Change, text: str, look: str = "") -> str:
        """A run of text with its fate; ``look`` is the inside of its ``w:rPr``."""
        if not text:
            return ""
        return self.element(change, run(text, look, removed=change is Change.REMOVED))

    def runs(self, pieces: Iterable[Piece], look: str = "") -> str:
        """Runs that lead from the old wording to the new one."""
        return "".join(self.run(piece.change, piece.text, look) for piece in pieces)

    def paragraph(self, change: Change, content: str, layout: str = "") -> str:
        """A paragraph whose end mark is kept, inserted or deleted.

        ``layout`` is the inside of its ``w:pPr``. A paragraph that came or went as a whole has its
        runs inserted or deleted as well as its mark.
        """
        mark = self.element(change)
        properties = layout + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
        return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"

    def row(self, change: Change, cells: str, properties: str = "") -> str:
        """A table row that stays, came or went; its paragraphs carry the same change."""
        return f"<w:tr><w:trPr>{properties}{self.element(change)}</w:trPr>{cells}</w:tr>"

    def bookmark(self, name: str, content: str) -> str:
        """``content`` of a paragraph under a bookmark (a letter, then letters, digits, _)."""
        number = self.number()
        return (
            f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
            f'{content}<w:bookmarkEnd w:id="{number}"/>'
        )


def run(text: str, look: str = "", *, removed: bool = False) -> str:
    """Text as one run: line feeds are breaks, tabs are tabs, white space is kept."""
    name = "delText" if removed else "t"
    parts = [
        _ELEMENTS.get(part) or f'<w:{name} xml:space="preserve">{escape(part)}</w:{name}>'
        for part in _SIGN.split(written(text))
        if part
    ]
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{''.join(parts)}</w:r>"


def written(text: str) -> str:
    """The text as a document can hold it: without control characters, one kind of line end."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
