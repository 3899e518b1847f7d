"""Reading the text of a version: as a tree with identities, or line by line with paths."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from miernik.strategy.errors import UnknownPassageError
from miernik.strategy.models import FieldType, Passage, UnitKind, Version
from miernik.strategy.text.content import PassageContent, Table
from miernik.strategy.text.labels import siblings_labelled

#: Kinds whose heading leads the paths of everything under them.
_HEADINGS = (UnitKind.PART, UnitKind.SECTION)
_CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a version as a reader meets it.

    ``code`` is the short name of the unit in forms and addresses (8 hexadecimal digits, the same
    in every version); ``label`` is "2.1." or "5)"; ``path`` says where it stands in words: "2.1 /
    Realizacja zadania / 5)". ``section`` is the code of the section (or of the part that has
    fields itself) it belongs to, "" outside sections; ``parent`` is the code of the unit above.
    """

    unit_id: int
    uuid: uuid.UUID
    code: str
    kind: UnitKind
    depth: int
    label: str
    path: str
    text: str
    field_type: FieldType | None
    table: Table | None
    parent: str | None
    section: str
    indicator_id: int | None

    @property
    def printed(self) -> str:
        """Label and wording as they stand side by side."""
        return f"{self.label} {self.text}".strip()


def has_text(version: Version) -> bool:
    """Return whether the version holds a text (versions read from reports hold none)."""
    return version.passages.exists()


def text_of(version: Version) -> list[PassageContent]:
    """Return the text of a version as a tree with its identities, in one query."""
    roots: list[PassageContent] = []
    known: dict[int, PassageContent] = {}
    waiting: list[tuple[int | None, PassageContent]] = []
    for row in _rows(version):
        content = PassageContent(
            kind=UnitKind(row.unit.kind),
            text=row.text,
            field_type=FieldType(row.field_type) if row.field_type else None,
            table=row.table,
            printed_label=row.printed_label,
            unit=row.unit,
            indicator=row.indicator,
            measured=row.measured,
        )
        known[row.pk] = content
        waiting.append((row.parent_id, content))
    for parent, content in waiting:
        (roots if parent is None else known[parent].children).append(content)
    return roots


def lines(version: Version) -> list[Line]:
    """Return the units of a version in reading order, with labels and paths."""
    return list(lines_of(text_of(version)))


def lines_of(roots: list[PassageContent]) -> Iterator[Line]:
    """Yield the lines of a text whose units all have identities."""
    yield from _under(roots, _Above())


def line_with_code(version: Version, code: str) -> Line:
    """Return the line of the unit with this short code; raises UnknownPassageError."""
    for line in lines(version):
        if line.code == code.casefold():
            return line
    raise UnknownPassageError(code)


def code_of(identity: uuid.UUID) -> str:
    """Return the short name of a unit in forms and addresses."""
    return identity.hex[:_CODE_LENGTH]


def _rows(version: Version) -> Iterator[Passage]:
    found = version.passages.select_related("unit", "indicator", "measured")
    yield from found.order_by("parent_id", "position", "id")


@dataclass(frozen=True, slots=True)
class _Above:
    """What a unit inherits from the one it stands under."""

    code: str | None = None
    label: str = ""
    path: str = ""
    section: str = ""
    depth: int = 0


def _under(units: list[PassageContent], above: _Above) -> Iterator[Line]:
    labels = siblings_labelled([unit.kind for unit in units], above.label)
    for unit, label in zip(units, labels, strict=True):
        if unit.unit is None:
            raise ValueError(unit.text)
        code = code_of(unit.unit.uuid)
        section = code if unit.kind is UnitKind.SECTION or _has_fields(unit) else above.section
        path = _path(unit, label, above.path, units)
        yield Line(
            unit_id=unit.unit.pk,
            uuid=unit.unit.uuid,
            code=code,
            kind=unit.kind,
            depth=above.depth,
            label=label,
            path=path,
            text=unit.text,
            field_type=unit.field_type,
            table=unit.table,
            parent=above.code,
            section=section,
            indicator_id=unit.indicator.pk if unit.indicator else None,
        )
        leading = label if unit.kind is UnitKind.PART else ""
        yield from _under(unit.children, _Above(code, leading, path, section, above.depth + 1))


def _has_fields(of: PassageContent) -> bool:
    return any(child.kind is UnitKind.FIELD for child in of.children)


def _path(of: PassageContent, label: str, above: str, beside: list[PassageContent]) -> str:
    """Where a unit stands, in words; a lone wording of a field or chapter is the field itself."""
    if of.kind in _HEADINGS:
        return label.rstrip(".")
    alike = [unit for unit in beside if unit.kind is of.kind]
    if of.kind in (UnitKind.PARAGRAPH, UnitKind.TABLE):
        if len(alike) == 1 and of.kind is UnitKind.PARAGRAPH:
            own = ""
        else:
            own = f"{of.kind.label} {_place(of, alike)}"
    elif of.kind is UnitKind.INDICATOR:
        own = label.rstrip(".")
    elif of.kind is UnitKind.INDENT:
        own = f"tiret {_place(of, alike)}"
    elif of.kind is UnitKind.FOOTNOTE:
        own = f"przypis {label}"
    elif of.kind is UnitKind.FIELD and of.field_type:
        own = of.field_type.label
    elif label:
        own = label
    else:
        own = (
            of.kind.label if of.kind in (UnitKind.ACT, UnitKind.SUBTITLE) else of.text.rstrip(":.")
        )
    return " / ".join(part for part in (above, own) if part) or of.kind.label


def _place(of: PassageContent, alike: list[PassageContent]) -> int:
    return next(number for number, unit in enumerate(alike, 1) if unit is of)
