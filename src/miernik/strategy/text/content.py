"""The text of a version as plain data: a tree of units with their wording.

``unit`` carries the identity for life; None asks for a new one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypedDict

from miernik.strategy.models import FieldType, Indicator, Unit, UnitKind


class Table(TypedDict):
    """A table of the text, cells as printed; ``note`` stands under it ("" when there is none)."""

    columns: list[str]
    rows: list[list[str]]
    note: str


@dataclass(slots=True)
class PassageContent:
    """One unit of a text with what stands under it (see ``Passage`` for the fields)."""

    kind: UnitKind
    text: str = ""
    field_type: FieldType | None = None
    table: Table | None = None
    printed_label: str = ""
    children: list[PassageContent] = field(default_factory=list)
    unit: Unit | None = None
    indicator: Indicator | None = None
    measured: Unit | None = None

    def walk(self) -> Iterator[PassageContent]:
        """This unit and everything under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def walk(roots: list[PassageContent]) -> Iterator[PassageContent]:
    """Every unit of a text, in reading order."""
    for root in roots:
        yield from root.walk()


def text_hash(roots: list[PassageContent]) -> str:
    """Return the SHA-256 of a text, identities included, in a canonical JSON form."""
    plain = [_hashed(root) for root in roots]
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _hashed(of: PassageContent) -> dict[str, Any]:
    return {
        "unit": str(of.unit.uuid) if of.unit else None,
        "kind": str(of.kind),
        "field": str(of.field_type or ""),
        "text": of.text,
        "table": of.table,
        "indicator": str(of.indicator.uuid) if of.indicator else None,
        "children": [_hashed(child) for child in of.children],
    }


def dump_text(roots: list[PassageContent]) -> list[dict[str, Any]]:
    """Return a text without identities as plain JSON; empty fields are left out."""
    return [_dumped(root) for root in roots]


def _dumped(of: PassageContent) -> dict[str, Any]:
    found = {
        "kind": str(of.kind),
        "text": of.text,
        "field": str(of.field_type or ""),
        "table": of.table,
        "printed_label": of.printed_label,
        "children": [_dumped(child) for child in of.children],
    }
    return {name: value for name, value in found.items() if value}


def load_text(plain: list[dict[str, Any]]) -> list[PassageContent]:
    """Return the text that ``dump_text`` wrote; raises ValueError for an unknown kind or field."""
    return [
        PassageContent(
            kind=UnitKind(item["kind"]),
            text=item.get("text", ""),
            field_type=FieldType(item["field"]) if item.get("field") else None,
            table=item.get("table"),
            printed_label=item.get("printed_label", ""),
            children=load_text(item.get("children", [])),
        )
        for item in plain
    ]
