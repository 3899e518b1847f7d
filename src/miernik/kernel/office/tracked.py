"""Reading a DOCX with its tracked changes, from the XML because python-docx loses insertions.

A moved text is removed at one place and added at the other; a text that one author added and
another removed stands in neither wording and is left out. Changes of looks, text boxes, footnotes
and field codes are not read.
"""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from miernik.kernel.office.docx_numbering import Numbering
from miernik.kernel.office.errors import CorruptFileError, TooLargeFileError, WrongKindError
from miernik.kernel.office.gate import MEGABYTE, FileKind, inspect
from miernik.kernel.office.ooxml import main_part, read_part, relations
from miernik.kernel.office.tracked_blocks import CellPlace, Comment, TrackedBlock, TrackedPiece
from miernik.kernel.redline import Change
from miernik.kernel.text import squeeze

MAX_PART = 60 * MEGABYTE
MAX_BLOCKS = 100_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P = f"{_W}p"
_MAX_SPAN = 63
_CHANGES = {
    f"{_W}ins": Change.ADDED,
    f"{_W}moveTo": Change.ADDED,
    f"{_W}cellIns": Change.ADDED,
    f"{_W}del": Change.REMOVED,
    f"{_W}moveFrom": Change.REMOVED,
    f"{_W}cellDel": Change.REMOVED,
}
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
#: Properties and drawings: nothing in them is text of the paragraph.
_NO_TEXT = {f"{_W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "fldData", "smartTagPr")}
_USED = ("comments", "numbering", "styles")
_DAMAGED = "Plik jest uszkodzony: otwórz go w Wordzie i zapisz jeszcze raz jako DOCX."


def read_tracked(path: Path) -> list[TrackedBlock]:
    """Read the paragraphs of the document at ``path`` with their tracked changes, in order.

    Raises a subclass of ``UnreadableFileError`` (one Polish sentence) for a file that the gate
    does not let in, that is no DOCX, or that is damaged or absurdly long.
    """
    if inspect(path) is not FileKind.DOCX:
        raise WrongKindError(
            "To nie jest dokument Worda: zapisz plik jako DOCX i dodaj go jeszcze raz."
        )
    try:
        with zipfile.ZipFile(path) as package:
            return _read(package)
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, OSError) as error:
        raise CorruptFileError(_DAMAGED) from error
    except (KeyError, ValueError, RuntimeError, NotImplementedError) as error:
        raise CorruptFileError(_DAMAGED) from error


def _read(package: zipfile.ZipFile) -> list[TrackedBlock]:
    name = main_part(package, "word/document.xml")
    main = _part(package, name)
    body = main.find(f"{_W}body") if main is not None else None
    if body is None:
        raise CorruptFileError(
            "Dokument Worda nie ma treści: otwórz go w Wordzie i zapisz jeszcze raz."
        )
    parts = {
        kind: _part(package, target)
        for kind, target in relations(package, name).values()
        if kind in _USED
    }
    walk = _Walk(
        Numbering(parts.get("numbering"), parts.get("styles")),
        _style_names(parts.get("styles")),
        _comments(parts.get("comments")),
    )
    walk.blocks(body, _Place())
    return walk.found


def _part(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name in package.namelist() and package.getinfo(name).file_size > MAX_PART:
        raise _too_long()
    return read_part(package, name)


def _too_long() -> TooLargeFileError:
    return TooLargeFileError(
        "Dokument jest niewspółmiernie długi, więc go nie odczytano: zostaw w nim samą treść"
        " formularza lub projektu i zapisz go jeszcze raz."
    )


def _style_names(part: etree._Element | None) -> dict[str, str]:
    """Names of styles by their id; "" leads to the one of paragraphs that name none."""
    found = {}
    for style in part.findall(f"{_W}style") if part is not None else ():
        name = _value(style.find(f"{_W}name"))
        found[style.get(f"{_W}styleId", "")] = name
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true"):
            found[""] = name
    return found


def _comments(part: etree._Element | None) -> dict[str, Comment]:
    if part is None:
        return {}
    return {
        comment.get(f"{_W}id", ""): Comment(
            squeeze(" ".join(text.text or "" for text in comment.iter(f"{_W}t"))),
            comment.get(f"{_W}author", ""),
            _date(comment),
        )
        for comment in part.findall(f"{_W}comment")
    }


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of the content under an element; ``gone`` stands in neither wording."""

    change: Change = Change.KEPT
    author: str = ""
    date: dt.datetime | None = None
    gone: bool = False

    def under(self, element: etree._Element) -> _Fate:
        """The fate of what stands inside ``element``."""
        change = _CHANGES.get(str(element.tag))
        if change is None:
            return self
        if self.change not in (Change.KEPT, change):
            return replace(self, gone=True)
        if self.change is change:
            return self
        return _Fate(change, element.get(f"{_W}author", ""), _date(element), self.gone)

    def within(self, properties: etree._Element | None) -> _Fate:
        """The fate of a paragraph's end, a row or a cell with these properties."""
        fate = self
        for child in properties if properties is not None else ():
            fate = fate.under(child)
        return fate


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: fate, content controls and cell around it."""

    fate: _Fate = field(default_factory=_Fate)
    tags: tuple[str, ...] = ()
    cell: CellPlace | None = None


class _Walk:
    """One walk over the body; ``found`` grows in reading order."""

    def __init__(
        self, numbering: Numbering, styles: dict[str, str], comments: dict[str, Comment]
    ) -> None:
        self.found: list[TrackedBlock] = []
        self._numbering = numbering
        self._styles = styles
        self._comments = comments
        self._tables = 0
        #: Bookmarks and remarks that begin between paragraphs belong to the next one.
        self._waiting: TrackedBlock = TrackedBlock()
        #: A paragraph whose end stands in neither wording runs on into the next one.
        self._held: list[TrackedPiece] = []

    def blocks(self, container: etree._Element, place: _Place) -> None:
        """Read the paragraphs and tables in ``container``."""
        for child in container:
            if child.tag == f"{_W}p":
                self._paragraph(child, place)
            elif child.tag == f"{_W}tbl":
                self._table(child, place)
            elif child.tag == f"{_W}sdt":
                inner = child.find(f"{_W}sdtContent")
                if inner is not None:
                    self.blocks(inner, replace(place, tags=place.tags + _tags(child)))
            elif not self._marks(child, self._waiting) and child.tag not in _NO_TEXT:
                self.blocks(child, replace(place, fate=place.fate.under(child)))

    def _table(self, table: etree._Element, place: _Place) -> None:
        self._tables += 1
        number = self._tables
        for row_number, (row, tags) in enumerate(_through_controls(table, "tr"), 1):
            fate = place.fate.within(row.find(f"{_W}trPr"))
            column = 1 + _integer(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
            for cell, more in _through_controls(row, "tc"):
                properties = cell.find(f"{_W}tcPr")
                inside = _Place(
                    fate.within(properties),
                    place.tags + tags + more,
                    CellPlace(number, row_number, column),
                )
                self.blocks(cell, inside)
                column += min(_integer(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), _MAX_SPAN)

    def _paragraph(self, element: etree._Element, place: _Place) -> None:
        block, self._waiting = self._waiting, TrackedBlock()
        properties = element.find(f"{_W}pPr")
        style = element.find(f"{_W}pPr/{_W}pStyle")
        block.style = self._styles.get(_value(style), _value(style))
        block.tags = list(place.tags)
        block.cell = place.cell
        block.label = self._numbering.label(element)
        pieces, self._held = self._held, []
        pieces += self._pieces(element, place.fate, block)
        end = place.fate.within(properties.find(f"{_W}rPr") if properties is not None else None)
        following = element.getnext()
        if end.gone and not place.fate.gone and following is not None and following.tag == _P:
            self._held, self._waiting = pieces, block
            return
        block.pieces = _merged(pieces)
        block.mark, block.mark_author = end.change, end.author
        if place.fate.gone:
            return
        self.found.append(block)
        if len(self.found) > MAX_BLOCKS:
            raise _too_long()

    def _pieces(
        self, element: etree._Element, fate: _Fate, block: TrackedBlock
    ) -> Iterator[TrackedPiece]:
        for child in element:
            tag = child.tag
            if tag in _NO_TEXT or not isinstance(tag, str) or not tag.startswith(_W):
                continue
            if self._marks(child, block):
                continue
            if tag == f"{_W}r":
                yield from self._run(child, fate, block)
                continue
            if tag == f"{_W}sdt":
                block.tags += _tags(child)
            yield from self._pieces(child, fate.under(child), block)

    def _run(self, run: etree._Element, fate: _Fate, block: TrackedBlock) -> Iterator[TrackedPiece]:
        text = ""
        for child in run:
            if child.tag in (f"{_W}t", f"{_W}delText"):
                text += child.text or ""
            elif child.tag in _SIGNS:
                text += _SIGNS[str(child.tag)]
            elif child.tag == f"{_W}sym":
                text += _symbol(child)
            else:
                self._marks(child, block)
        if text and not fate.gone:
            yield TrackedPiece(fate.change, text, fate.author, fate.date)

    def _marks(self, element: etree._Element, block: TrackedBlock) -> bool:
        """Put a bookmark or a remark into ``block``; False where it is neither."""
        if element.tag == f"{_W}bookmarkStart":
            block.bookmarks.append(element.get(f"{_W}name", ""))
            return True
        if element.tag in (f"{_W}commentRangeStart", f"{_W}commentReference"):
            comment = self._comments.pop(element.get(f"{_W}id", ""), None)
            if comment is not None:
                block.comments.append(comment)
            return True
        return False


def _through_controls(
    container: etree._Element, name: str
) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Rows of a table or cells of a row, those in content controls with the tags."""
    for child in container:
        if child.tag == f"{_W}{name}":
            yield child, ()
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"):
            own = _tags(child) if child.tag == f"{_W}sdt" else ()
            for inner, tags in _through_controls(child, name):
                yield inner, own + tags


def _tags(control: etree._Element) -> tuple[str, ...]:
    tag = _value(control.find(f"{_W}sdtPr/{_W}tag"))
    return (tag,) if tag else ()


def _merged(pieces: list[TrackedPiece]) -> list[TrackedPiece]:
    """Neighbours with one fate as one piece: Word cuts runs at every change of looks."""
    merged: list[TrackedPiece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and replace(last, text="") == replace(piece, text=""):
            merged[-1] = replace(last, text=last.text + piece.text)
        else:
            merged.append(piece)
    return merged


def _symbol(element: etree._Element) -> str:
    code = int(element.get(f"{_W}char", "20"), 16)
    return chr(code & 0xFF) if code >= 0xF000 else chr(code)


def _date(element: etree._Element) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(element.get(f"{_W}date", ""))
    except ValueError:
        return None


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


def _integer(element: etree._Element | None, usual: int) -> int:
    value = _value(element)
    return int(value) if value.isdecimal() else usual
