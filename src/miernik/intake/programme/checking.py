"""What a person should look at in a programme that was read: missing fields, numbers, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from miernik.intake.draft import Doubt
from miernik.intake.programme import marks
from miernik.intake.programme.facts import in_force_from
from miernik.intake.rows import Place
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.labels import siblings_labelled

if TYPE_CHECKING:
    from miernik.intake.programme.recognise import DraftProgramme

K = UnitKind
_NEEDED = (FieldType.ADDRESSEES, FieldType.AIM, FieldType.ACTIONS, FieldType.INDICATORS)


def check(draft: DraftProgramme) -> None:
    """Add the doubts that only the whole tree shows."""
    parts = [root for root in draft.roots if root.kind is K.PART]
    if not parts:
        draft.doubts.append(Doubt("", "W dokumencie nie znaleziono zadań programu."))
    for root in draft.roots:
        if root.kind is K.ACT:
            _check_act(draft, root)
    for part in parts:
        for section in [child for child in part.children if child.kind is K.SECTION] or [part]:
            _check_section(draft, section)
    _check_labels(draft, draft.roots, "")


def doubt_at(reason: str, place: Place, fragment: str) -> Doubt:
    """Return a doubt about what stands at a place of the file."""
    path = f"wiersz {place.line_from}" if place.line_from else ""
    return Doubt(path, reason, place, fragment)


def last_of(owner: PassageContent, kind: UnitKind) -> PassageContent | None:
    """Return the last child of a kind."""
    return next((child for child in reversed(owner.children) if child.kind is kind), None)


def _check_act(draft: DraftProgramme, act: PassageContent) -> None:
    articles = [child for child in act.children if child.kind is K.ARTICLE]
    if articles and in_force_from(articles) is None:
        said = next((item for item in articles if "wchodzi w życie" in item.text), articles[-1])
        reason = "Uchwała nie podaje dnia wejścia w życie: sprawdź, od kiedy program obowiązuje."
        draft.doubts.append(doubt_at(reason, draft.place_of(said), said.text))


def _check_section(draft: DraftProgramme, section: PassageContent) -> None:
    have = {child.field_type for child in section.children}
    for kind in _NEEDED:
        if kind not in have:
            reason = f"Zadanie nie ma pola „{kind.label}”."
            draft.doubts.append(doubt_at(reason, draft.place_of(section), section.text))
    actions = next((c for c in section.children if c.field_type is FieldType.ACTIONS), None)
    last = last_of(actions, K.POINT) if actions else None
    if last is not None and last.text.endswith(";"):
        reason = "Ostatni punkt kończy się średnikiem: sprawdź, czy czegoś po nim nie brakuje."
        draft.doubts.append(doubt_at(reason, draft.place_of(last), last.text))


def _check_labels(draft: DraftProgramme, units: list[PassageContent], above: str) -> None:
    labels = siblings_labelled([unit.kind for unit in units], above)
    for unit, label in zip(units, labels, strict=True):
        printed = unit.printed_label
        if printed and label and marks.number_of(printed) != label.rstrip("."):
            reason = f"Wydrukowano oznaczenie „{printed}”, a z kolejności wynika „{label}”."
            draft.doubts.append(doubt_at(reason, draft.place_of(unit), unit.text))
        _check_labels(draft, unit.children, label if unit.kind is K.PART else "")
