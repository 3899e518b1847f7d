"""The final wordings on the form of a decision: which fields, prefilled how, read how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from miernik.consultations.models import Change, ConsultedDraft, Decision, Operation
from miernik.consultations.services.deciding import Final
from miernik.kernel.redline import Piece, is_changed, redline
from miernik.strategy.text.reading import Line, lines
from miernik.strategy.text.siblings import sibling_phrases


@dataclass(frozen=True, slots=True)
class Field:
    """One final wording: ``before`` is the draft's, "" for a new unit."""

    name: str
    operation: Operation
    line: Line
    before: str
    value: str
    deleted: bool
    sibling: bool

    @property
    def pieces(self) -> list[Piece]:
        """What the wording changes in the draft."""
        return redline(self.before, "" if self.deleted else self.value)


def known_lines(draft: ConsultedDraft) -> list[Line]:
    """Return the units of the draft's text."""
    return lines(draft.version) if draft.version else []


def fields_of(
    draft: ConsultedDraft,
    changes: list[Change],
    *,
    typed: Mapping[str, str] | None = None,
    by_proposal: bool = False,
    decision: Decision | None = None,
) -> list[Field]:
    """Return the fields: one for a unit or an insertion asked for, then the sibling units.

    They hold what was typed; else the wording decided; else the proposal when ``by_proposal``;
    else the draft's wording (nothing for a new unit).
    """
    known = known_lines(draft)
    by_unit = {line.unit_id: line for line in known}
    edits = list(draft.edits.all())
    own = set(decision.edits.values_list("pk", flat=True)) if decision else set()
    found: dict[str, Field] = {}

    def add(line: Line, operation: Operation, asked: str | None, sibling: bool) -> None:
        new = operation is Operation.INSERT_AFTER
        name = f"{'nowa' if new else 'zapis'}-{line.code}"
        if name in found:
            return
        before = "" if new else line.text
        edit = next(
            (
                one
                for one in edits
                if one.unit_id == line.unit_id
                and (one.operation == Operation.INSERT_AFTER) == new
                and (not new or one.pk in own)
            ),
            None,
        )
        value, deleted = before, False
        if edit is not None:
            value, deleted = edit.text, edit.operation == Operation.DELETE
        elif by_proposal and asked is not None:
            value, deleted = asked, operation is Operation.DELETE
        if typed is not None:
            value, deleted = typed.get(name, value), f"skresl-{line.code}" in typed and not new
        found[name] = Field(
            name,
            Operation.INSERT_AFTER if new else Operation.REPLACE,
            line,
            before,
            value,
            deleted,
            sibling,
        )

    asked = [change for change in changes if change.unit_id in by_unit]
    for change in asked:
        line = by_unit[change.unit_id or 0]
        add(line, Operation(change.operation), change.new_text, sibling=False)
    for change in asked:
        if change.operation == Operation.REPLACE:
            line = by_unit[change.unit_id or 0]
            for other in sibling_phrases(known, line, change.new_text):
                add(other, Operation.REPLACE, None, sibling=True)
    return list(found.values())


def finals_of(fields: list[Field]) -> list[Final]:
    """Return the wordings that differ from the draft, as the service wants them."""
    found = []
    for field in fields:
        if field.deleted:
            found.append(Final(Operation.DELETE, field.line.code))
        elif field.value.strip() and is_changed(field.before, field.value):
            found.append(Final(field.operation, field.line.code, field.value))
    return found
