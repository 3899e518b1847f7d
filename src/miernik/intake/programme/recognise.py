"""Paragraphs and tables → the tree of a programme, with doubts; nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from miernik.intake.draft import Doubt
from miernik.intake.programme import marks
from miernik.intake.programme.blocks import Block, Paragraph, TableBlock
from miernik.intake.rows import Place
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.content import PassageContent, walk
from miernik.strategy.text.labels import siblings_labelled

K = UnitKind
_LOOK_AHEAD = 4
_NEEDED = (FieldType.ADDRESSEES, FieldType.AIM, FieldType.ACTIONS, FieldType.INDICATORS)


@dataclass(slots=True)
class DraftProgramme:
    """A recognised programme: its tree, doubts (``path`` is a place in the file), line places."""

    roots: list[PassageContent]
    doubts: list[Doubt] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)

    def place_of(self, unit: PassageContent) -> Place:
        """Where a unit of the tree was read."""
        return self.places.get(id(unit), Place())


def looks_like_programme(blocks: Sequence[Block]) -> bool:
    """Return whether a document has the fields of a programme: aims and actions at least twice."""
    found = [
        opened[0]
        for block in blocks
        if isinstance(block, Paragraph) and (opened := marks.field_heading(block.text))
    ]
    return FieldType.ACTIONS in found and FieldType.ADDRESSEES in found


def recognise_programme(blocks: Sequence[Block]) -> DraftProgramme:
    """Return the tree of a programme and everything uncertain about the reading."""
    reader = _Reader(list(blocks))
    for at in range(len(reader.blocks)):
        reader.take(at)
    reader.check()
    return reader.found


class _Reader:
    """Goes through the blocks once; remembers what is open."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.found = DraftProgramme([])
        self.act: PassageContent | None = None
        self.title: PassageContent | None = None
        self.part: PassageContent | None = None
        self.section: PassageContent | None = None
        self.field: PassageContent | None = None
        self.chapter: PassageContent | None = None

    def take(self, at: int) -> None:
        block = self.blocks[at]
        if isinstance(block, TableBlock):
            self._table(block)
            return
        if self._frame(block) or self._heading(at, block) or self._field(block):
            return
        if self.field is not None:
            self._in_field(block)
        elif self.section is not None or self.part is not None:
            self._beside_fields(block)
        elif self.chapter is not None:
            self._in_chapter(block)
        else:
            self._before_chapters(block)

    # the resolution and the title

    def _frame(self, block: Paragraph) -> bool:
        """The resolution in front, the annex's heading, the programme's title."""
        text = block.text
        if self.title is None and marks.RESOLUTION.match(text) and self.act is None:
            self.act = self._root(K.ACT, text, block)
            return True
        if self.title is None and marks.ANNEX.match(text):
            self.title = self._root(K.TITLE, "", block)
            self._child(self.title, K.PARAGRAPH, text, block)
            return True
        if self.title is not None and not self.title.text:
            if marks.TITLE.match(text) or (text == text.upper() and len(text) > 15):
                self.title.text = text
            else:
                self._child(self.title, K.PARAGRAPH, text, block)
            return True
        if self.act is not None and self.title is None:
            self._in_act(self.act, block)
            return True
        if self.title is None and self.act is None and marks.TITLE.match(text):
            self.title = self._root(K.TITLE, text, block)
            return True
        return False

    def _in_act(self, act: PassageContent, block: Paragraph) -> None:
        article = marks.ARTICLE.match(block.text)
        footnote = marks.POINT.match(block.text)
        if article:
            self._child(act, K.ARTICLE, article[2], block, article[1])
        elif footnote and act.children and not _is_enumerating(act.children[-1]):
            self._child(act, K.FOOTNOTE, footnote[2], block, footnote[1])
        else:
            self._child(act, K.PARAGRAPH, block.text, block)

    # parts, sections, chapters

    def _heading(self, at: int, block: Paragraph) -> bool:
        text = block.text
        section = marks.SECTION.match(text)
        if section and self.part is not None and not text.endswith((".", ";")):
            self.field = self.chapter = None
            self.section = self._child(self.part, K.SECTION, section[2], block, section[1])
            return True
        part = marks.PART.match(text)
        if part and self._opens_part(at, part[2]):
            self.section = self.field = self.chapter = None
            self.part = self._root(K.PART, part[2], block, part[1])
            return True
        if self.part is None and self._is_chapter(at, text):
            self.chapter = self._root(K.CHAPTER, text, block)
            return True
        if self.field is not None and self._closes_parts(at, text):
            self.part = self.section = self.field = None
            self.chapter = self._root(K.CHAPTER, text, block)
            return True
        return False

    def _opens_part(self, at: int, text: str) -> bool:
        """A numbered heading in front of fields or of a section."""
        if text.endswith((".", ";", ",")) or len(text) > 200:
            return False
        for block in self.blocks[at + 1 : at + 1 + _LOOK_AHEAD]:
            if isinstance(block, TableBlock):
                return False
            if marks.field_heading(block.text) or marks.SECTION.match(block.text):
                return True
            if marks.ITEM.match(block.text):
                return False
        return False

    def _is_chapter(self, at: int, text: str) -> bool:
        return (
            marks.is_heading(text)
            and not marks.opens_unit(text)
            and at + 1 < len(self.blocks)
            and not marks.TABLE_TITLE.match(text)
        )

    def _closes_parts(self, at: int, text: str) -> bool:
        """A heading behind the last field that a section has: the parts are over."""
        assert self.field is not None
        last = self.field.field_type in (FieldType.IMPLEMENTERS, FieldType.INDICATORS)
        return last and bool(self.field.children) and self._is_chapter(at, text)

    # fields

    def _field(self, block: Paragraph) -> bool:
        opened = marks.field_heading(block.text)
        owner = self.section or self.part
        if opened is None or owner is None:
            return False
        kind, heading, rest = opened
        self.field = self._child(owner, K.FIELD, heading, block)
        self.field.field_type = kind
        if rest:
            self._in_field(Paragraph(rest, block.place))
        if block.glued and self._after_subtitle(owner):
            self._doubt(
                f"Nagłówek „{heading}” stoi na przełomie strony zaraz po podtytule bez numeru: "
                "sprawdź, czy należy do tego zadania.",
                block,
            )
        return True

    def _after_subtitle(self, owner: PassageContent) -> bool:
        return len(owner.children) > 1 and owner.children[-2].kind is K.SUBTITLE

    def _in_field(self, block: Paragraph) -> None:
        assert self.field is not None
        text = block.text
        if self.field.field_type is FieldType.INDICATORS:
            found = marks.ITEM.match(text) or marks.POINT.match(text) or marks.INDENT.match(text)
            if found:
                label = found[1] if found.re is not marks.INDENT else ""
                self._child(self.field, K.INDICATOR, found[found.re.groups], block, label)
                return
        elif self._enumerated(self.field, block):
            return
        if self.field.children and self.field.field_type in (
            FieldType.INDICATORS,
            FieldType.ACTIONS,
        ):
            self._doubt("Akapit stoi po wyliczeniu: sprawdź, czy nie jest jego częścią.", block)
        self._child(self.field, K.PARAGRAPH, text, block)

    def _enumerated(self, owner: PassageContent, block: Paragraph) -> bool:
        """Points with their letters and indents."""
        point = marks.POINT.match(block.text)
        letter = marks.LETTER.match(block.text)
        indent = marks.INDENT.match(block.text)
        above = _last(owner, K.POINT)
        if point:
            self._child(owner, K.POINT, point[2], block, point[1])
        elif letter and above is not None:
            self._child(above, K.LETTER, letter[2], block, letter[1])
        elif indent:
            under = above and (_last(above, K.LETTER) or above)
            self._child(under or owner, K.INDENT, indent[1], block)
        else:
            return False
        return True

    def _beside_fields(self, block: Paragraph) -> None:
        owner = self.section or self.part
        assert owner is not None
        if marks.is_heading(block.text) and not owner.children:
            self._child(owner, K.SUBTITLE, block.text, block)
            self._doubt("Podtytuł bez numeru: sprawdź, czy to nie osobne zadanie.", block)
            return
        self._child(owner, K.PARAGRAPH, block.text, block)
        self._doubt("Akapit stoi poza polami zadania.", block)

    # chapters

    def _in_chapter(self, block: Paragraph) -> None:
        assert self.chapter is not None
        text = block.text
        item = marks.ITEM.match(text)
        last = self.chapter.children[-1] if self.chapter.children else None
        table = last.table if last is not None else None
        if table is not None and not table["note"] and marks.YEAR.match(text):
            table["note"] = text
        elif item:
            self._child(self.chapter, K.ITEM, item[2], block, item[1])
        elif marks.STARRED.match(text) and _last(self.chapter, K.TABLE):
            above = _last(self.chapter, K.TABLE)
            if above is not None and above.table is not None:
                above.table["note"] = text
        elif not self._enumerated(self.chapter, block):
            self._child(self.chapter, K.PARAGRAPH, text, block)

    def _before_chapters(self, block: Paragraph) -> None:
        if self.title is not None:
            self._child(self.title, K.PARAGRAPH, block.text, block)
        else:
            self._root(K.PARAGRAPH, block.text, block)
            self._doubt("Akapit stoi przed tytułem programu.", block)

    def _table(self, block: TableBlock) -> None:
        owner = self.field or self.section or self.part or self.chapter or self.title
        if owner is None:
            owner = self.chapter = self._root(K.CHAPTER, "Tabela", Paragraph("", block.place))
        last = owner.children[-1] if owner.children else None
        if last is not None and last.kind is K.PARAGRAPH and marks.TABLE_TITLE.match(last.text):
            last.kind, last.table = K.TABLE, block.table
            table = last
        else:
            table = self._child(owner, K.TABLE, "Tabela", Paragraph("", block.place))
            table.table = block.table
        self.found.places[id(table)] = block.place
        for reason in block.doubts:
            self.found.doubts.append(_doubt(reason, block.place, table.text))

    # what a person should look at

    def check(self) -> None:
        parts = [root for root in self.found.roots if root.kind is K.PART]
        if not parts:
            self.found.doubts.append(Doubt("", "W dokumencie nie znaleziono zadań programu."))
        for part in parts:
            sections = [child for child in part.children if child.kind is K.SECTION] or [part]
            for section in sections:
                self._check_section(section)
        self._check_labels(self.found.roots, "")

    def _check_section(self, section: PassageContent) -> None:
        have = {child.field_type for child in section.children}
        for kind in _NEEDED:
            if kind not in have:
                self.found.doubts.append(
                    _doubt(
                        f"Zadanie nie ma pola „{kind.label}”.",
                        self.found.place_of(section),
                        section.text,
                    )
                )
        actions = next((c for c in section.children if c.field_type is FieldType.ACTIONS), None)
        last = _last(actions, K.POINT) if actions else None
        if last is not None and last.text.endswith(";"):
            self.found.doubts.append(
                _doubt(
                    "Ostatni punkt kończy się średnikiem: sprawdź, czy czegoś po nim nie brakuje.",
                    self.found.place_of(last),
                    last.text,
                )
            )

    def _check_labels(self, units: list[PassageContent], above: str) -> None:
        for unit, label in zip(
            units, siblings_labelled([unit.kind for unit in units], above), strict=True
        ):
            printed = unit.printed_label
            if printed and label and printed.rstrip(".") != label.rstrip("."):
                self.found.doubts.append(
                    _doubt(
                        f"Wydrukowano oznaczenie „{printed}”, a z kolejności wynika „{label}”.",
                        self.found.place_of(unit),
                        unit.text,
                    )
                )
            self._check_labels(unit.children, label if unit.kind is K.PART else "")

    # building

    def _root(self, kind: UnitKind, text: str, block: Paragraph, label: str = "") -> PassageContent:
        made = PassageContent(kind, text, printed_label=label)
        self.found.roots.append(made)
        self.found.places[id(made)] = block.place
        return made

    def _child(
        self, owner: PassageContent, kind: UnitKind, text: str, block: Paragraph, label: str = ""
    ) -> PassageContent:
        made = PassageContent(kind, text, printed_label=label)
        owner.children.append(made)
        self.found.places[id(made)] = block.place
        return made

    def _doubt(self, reason: str, block: Paragraph) -> None:
        self.found.doubts.append(_doubt(reason, block.place, block.text))


def _doubt(reason: str, place: Place, fragment: str) -> Doubt:
    path = f"wiersz {place.line_from}" if place.line_from else ""
    return Doubt(path, reason, place, fragment)


def _last(owner: PassageContent, kind: UnitKind) -> PassageContent | None:
    return next((child for child in reversed(owner.children) if child.kind is kind), None)


def _is_enumerating(unit: PassageContent) -> bool:
    return unit.text.rstrip().endswith(":") and unit.kind is K.ARTICLE


def all_text(roots: list[PassageContent]) -> str:
    """Return the words of a tree in reading order, for checking that nothing was lost."""
    words = []
    for unit in walk(roots):
        words += [unit.printed_label, unit.text]
        if unit.table:
            words += [*unit.table["columns"], *(cell for row in unit.table["rows"] for cell in row)]
            words.append(unit.table["note"])
    return re.sub(r"\s+", " ", " ".join(words)).strip()
