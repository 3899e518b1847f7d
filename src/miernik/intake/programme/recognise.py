"""Paragraphs and tables → the tree of a programme, with doubts; nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from miernik.intake.draft import Doubt
from miernik.intake.programme import marks
from miernik.intake.programme.blocks import Block, Paragraph, TableBlock
from miernik.intake.programme.checking import check, doubt_at, last_of
from miernik.intake.rows import Place
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.content import PassageContent, walk

K = UnitKind
_LOOK_AHEAD = 4
_FIRST = 12


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
    """Return whether a document has the fields of a programme and is no report on one."""
    first = [block.text for block in blocks[:_FIRST] if isinstance(block, Paragraph)]
    if any(marks.REPORT_TITLE.match(text) for text in first):
        return False
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
    check(reader.found)
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
        self.naming = False  # the title's heading stands open
        self.told: set[int] = set()

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
        if self.title is not None:
            return self.naming and self._in_title(self.title, block)
        if marks.RESOLUTION.match(text) and self.act is None:
            self.act = self._root(K.ACT, text, block)
        elif marks.ANNEX.match(text):
            self.title, self.naming = self._root(K.TITLE, "", block), True
            self._child(self.title, K.PARAGRAPH, text, block)
        elif marks.is_title(text) and (self.act is None or last_of(self.act, K.ARTICLE)):
            self.title, self.naming = self._root(K.TITLE, text, block), True
        elif self.act is not None:
            self._in_act(self.act, block)
        else:
            return False
        return True

    def _in_title(self, title: PassageContent, block: Paragraph) -> bool:
        """Lines between the annex's heading and the first chapter; the title may take two."""
        text = block.text
        if title.text:
            self.naming = False
            goes_on = marks.YEARS.search(text) and not marks.YEARS.search(title.text)
            if goes_on and not text.endswith(marks.PRINTED_ENDS) and len(text) <= 120:
                title.text = f"{title.text} {text}"
                return True
            return False
        if marks.is_title(text):
            title.text = text
        elif marks.PART.match(text) or marks.chapter_heading(text) or marks.field_heading(text):
            self.naming = False
            self._doubt("Nie znaleziono tytułu programu: wpisz go w podglądzie.", block)
            return False
        elif marks.is_capital_title(text):
            title.text = text
        else:
            self._child(title, K.PARAGRAPH, text, block)
        return True

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
        named = not text.endswith((".", ";")) or self._before_fields(at)
        if section and self.part is not None and named:
            self.field = self.chapter = None
            self.section = self._child(self.part, K.SECTION, section[2], block, section[1])
            return True
        known = marks.chapter_heading(text)
        if known and self._may_open_chapter(known[0]):
            self._open_chapter(known[1], block, known[0])
            return True
        part = marks.PART.match(text)
        if part and self._opens_part(at, part[2]):
            self.section = self.field = self.chapter = None
            self.part = self._root(K.PART, part[2], block, part[1])
            return True
        if part and self._is_numbered_chapter(at, part[2]):
            self._open_chapter(part[2], block, part[1])
            return True
        if self._closes_parts(at, text) if self.part else self._is_chapter(at, text):
            self._open_chapter(text, block)
            return True
        return False

    def _open_chapter(self, text: str, block: Paragraph, label: str = "") -> None:
        self.part = self.section = self.field = None
        self.chapter = self._root(K.CHAPTER, text, block, label)

    def _may_open_chapter(self, label: str) -> bool:
        """A heading whose name says so, unless its number goes on with the list it stands in."""
        owner = self.field or self.chapter
        listed = sum(c.kind in (K.ITEM, K.INDICATOR) for c in owner.children) if owner else 0
        if listed and label == f"{listed + 1}.":
            return False
        return self.part is None or self._after_fields()

    def _after_fields(self) -> bool:
        """Whether the last field that a section has is open and filled."""
        last = (FieldType.IMPLEMENTERS, FieldType.INDICATORS)
        field = self.field
        return field is not None and field.field_type in last and bool(field.children)

    def _before_fields(self, at: int) -> bool:
        """Whether the next block is the first field of a section."""
        after = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        opened = marks.field_heading(after.text) if isinstance(after, Paragraph) else None
        return opened is not None and opened[0] in (FieldType.ADDRESSEES, FieldType.AIM)

    def _opens_part(self, at: int, text: str) -> bool:
        """A numbered heading in front of fields or of a section."""
        if len(text) > 200 or text.endswith((";", ",")):
            return False
        if text.endswith("."):
            return self._before_fields(at)
        for block in self.blocks[at + 1 : at + 1 + _LOOK_AHEAD]:
            if isinstance(block, TableBlock):
                return False
            if marks.field_heading(block.text) or marks.SECTION.match(block.text):
                return True
            if marks.PART.match(block.text):
                return False
        return False

    def _is_numbered_chapter(self, at: int, text: str) -> bool:
        """A numbered heading of words between paragraphs, where no task has begun."""
        if self.part is not None or not marks.is_heading(text) or at + 1 >= len(self.blocks):
            return False
        after = self.blocks[at + 1]
        if not isinstance(after, Paragraph) or marks.opens_unit(after.text):
            return False
        last = self.chapter.children[-1] if self.chapter and self.chapter.children else None
        return last is None or (last.kind is K.PARAGRAPH and last.text.endswith("."))

    def _is_chapter(self, at: int, text: str) -> bool:
        return (
            marks.is_heading(text)
            and not marks.opens_unit(text)
            and at + 1 < len(self.blocks)
            and not marks.TABLE_TITLE.match(text)
        )

    def _closes_parts(self, at: int, text: str) -> bool:
        """A heading behind the last field that a section has: the parts are over.

        In a list of implementers without end marks it may be one of them.
        """
        if not self._after_fields() or not self._is_chapter(at, text):
            return False
        assert self.field is not None
        listed = self.field.field_type is FieldType.IMPLEMENTERS
        return not listed or self.field.children[-1].text.endswith(".")

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
        elif self.field.children and id(self.field) not in self.told:
            self.told.add(id(self.field))
            if self.field.field_type is FieldType.IMPLEMENTERS:
                self._doubt(
                    "Realizatorzy stoją w kilku wierszach: sprawdź, czy żaden nie jest nagłówkiem.",
                    block,
                )
        self._child(self.field, K.PARAGRAPH, text, block)

    def _enumerated(self, owner: PassageContent, block: Paragraph) -> bool:
        """Points with their letters and indents."""
        point = marks.POINT.match(block.text)
        letter = marks.LETTER.match(block.text)
        indent = marks.INDENT.match(block.text)
        above = last_of(owner, K.POINT)
        if point:
            self._child(owner, K.POINT, point[2], block, point[1])
        elif letter and above is not None:
            self._child(above, K.LETTER, letter[2], block, letter[1])
        elif indent:
            under = above and (last_of(above, K.LETTER) or above)
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
        elif marks.STARRED.match(text) and last_of(self.chapter, K.TABLE):
            above = last_of(self.chapter, K.TABLE)
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
            self.found.doubts.append(doubt_at(reason, block.place, table.text))

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
        self.found.doubts.append(doubt_at(reason, block.place, block.text))


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
