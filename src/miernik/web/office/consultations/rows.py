"""The changes of an opinion while it is entered: rows of a form that carry everything typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from miernik.consultations.models import Consultation, ConsultedDraft, Operation
from miernik.consultations.returned import Returned
from miernik.consultations.services.submitting import Asked
from miernik.strategy.text.reading import Line, lines
from miernik.strategy.text.targets import closest_lines, find_line

#: What one form can carry; more changes come with a general remark and the original file.
MOST = 100


@dataclass(slots=True)
class Row:
    """One change as it is typed: ``place`` in words or as a quotation, ``code`` once found.

    ``offers`` are units with a likeness (0 to 100) to choose from; ``fault`` is a Polish sentence.
    """

    draft: str = "1"
    op: str = Operation.REPLACE.value
    place: str = ""
    code: str = ""
    text: str = ""
    reasons: str = ""
    group: str = ""
    label: str = ""
    offers: list[tuple[int, Line]] = field(default_factory=list)
    fault: str = ""
    now: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.place.strip() or self.text.strip() or self.reasons.strip())


@dataclass(frozen=True, slots=True)
class Text:
    """A draft with its units; none when only its title is known."""

    draft: ConsultedDraft
    lines: list[Line]

    def with_code(self, code: str) -> Line | None:
        """The unit with this short code."""
        return next((line for line in self.lines if line.code == code), None)


def texts_of(of: Consultation) -> dict[str, Text]:
    """Return the drafts of a consultation by their place, as forms name them."""
    found = of.drafts.select_related("version").order_by("position")
    return {
        str(draft.position): Text(draft, lines(draft.version) if draft.version else [])
        for draft in found
    }


def typed_rows(post: Mapping[str, str]) -> list[Row]:
    """Return the rows a form sent, in order."""
    try:
        number = min(int(post.get("rows", "0")), MOST)
    except ValueError:
        number = 0
    rows = []
    for at in range(number):
        row = Row()
        for name in ("draft", "op", "place", "code", "text", "reasons", "group", "label"):
            setattr(row, name, post.get(f"{name}-{at}", ""))
        rows.append(row)
    for row in rows:
        if row.op not in {one.value for one in Operation}:
            row.op = Operation.REPLACE.value
    return rows


def returned_rows(found: Returned, text: Text) -> list[Row]:
    """Return the changes that were read from a file, as rows to be looked at."""
    rows = []
    for change in found.changes:
        line = text.with_code(change.code) if change.code else None
        remark = f"\n\nUwaga na marginesie: {change.comment}" if change.comment else ""
        rows.append(
            Row(
                draft=str(text.draft.position),
                op=change.op,
                place=line.path if line else "",
                code=change.code if line else "",
                text=change.text,
                reasons=f"{change.reasons}{remark}".strip(),
                label=change.label,
            )
        )
    return rows


def place_all(rows: list[Row], texts: dict[str, Text]) -> None:
    """Find the unit each row is about; a row without one gets offers or a fault."""
    for row in rows:
        row.offers, row.fault = [], ""
        text = texts.get(row.draft)
        if row.op == Operation.GENERAL or text is None:
            row.fault = "" if text else "Wybierz projekt."
            continue
        line = text.with_code(row.code) if row.code else None
        if line is None or (row.place.strip() and row.place.strip() != line.path):
            line = find_line(text.lines, row.place) if row.place.strip() else None
            row.code = line.code if line else ""
        if line is not None:
            row.place, row.now = line.path, line.text
        elif not row.empty:
            row.offers = closest_lines(text.lines, row.place)
            row.fault = (
                "Nie ma takiego miejsca, ale podobny zapis jest niżej: wybierz go."
                if row.offers
                else "Nie znaleziono takiej jednostki w tekście projektu. Wpisz jej miejsce, "
                "wklej cytat albo zmień „Co” na uwagę ogólną."
            )


def prefill(row: Row) -> None:
    """Put the present wording into a replacement that has none yet."""
    if row.op == Operation.REPLACE and row.now and not row.text.strip():
        row.text = row.now


def asked_of(rows: list[Row], texts: dict[str, Text]) -> list[Asked]:
    """Return the rows as the service takes them; reasons are shared within a group."""
    shared = {row.group: row.reasons for row in reversed(rows) if row.group and row.reasons}
    last, made = 0, []
    taken = {int(row.group) for row in rows if row.group.isdigit()}
    for row in rows:
        if row.empty and not row.code:
            continue
        group = int(row.group) if row.group.isdigit() and int(row.group) > 0 else 0
        if not group:
            last = next(number for number in range(last + 1, MOST * 2 + 2) if number not in taken)
            group = last
        identity: uuid.UUID = texts[row.draft].draft.uuid
        made.append(
            Asked(
                draft=identity,
                operation=Operation(row.op),
                code=row.code,
                text=row.text,
                reasons=row.reasons or shared.get(row.group, ""),
                group=group,
                label=row.label.strip()[:30],
            )
        )
    return made
