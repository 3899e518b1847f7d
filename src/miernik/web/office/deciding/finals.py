"""The final wordings on the form of a decision: which fields, prefilled how, read how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from miernik.consultations.models import Change, ConsultedDraft, Decision, Edit, Operation
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
    prefill = _Prefill(draft, typed, by_proposal, decision)
    asked = [change for change in changes if change.unit_id in by_unit]
    found: dict[str, Field] = {}
    for change in asked:
        line = by_unit[change.unit_id or 0]
        field = prefill.field(line, Operation(change.operation), change.new_text)
        found.setdefault(field.name, field)
    for change in asked:
        if change.operation == Operation.REPLACE:
            for other in sibling_phrases(known, by_unit[change.unit_id or 0], change.new_text):
                field = prefill.field(other, Operation.REPLACE, None)
                found.setdefault(field.name, field)
    return list(found.values())


class _Prefill:
    """Fills a field with what was typed, decided, asked for or drafted, in this order."""

    def __init__(
        self,
        draft: ConsultedDraft,
        typed: Mapping[str, str] | None,
        by_proposal: bool,
        decision: Decision | None,
    ) -> None:
        self.edits = list(draft.edits.all())
        self.own = set(decision.edits.values_list("pk", flat=True)) if decision else set()
        self.typed, self.by_proposal = typed, by_proposal

    def field(self, line: Line, operation: Operation, asked: str | None) -> Field:
        """The field of a unit; ``asked`` None: nobody asked, it is a sibling unit."""
        new = operation is Operation.INSERT_AFTER
        name = f"{'nowa' if new else 'zapis'}-{line.code}"
        before = "" if new else line.text
        value, deleted = before, False
        edit = self._edit(line, new)
        if edit is not None:
            value, deleted = edit.text, edit.operation == Operation.DELETE
        elif self.by_proposal and asked is not None:
            value, deleted = asked, operation is Operation.DELETE
        if self.typed is not None:
            value = self.typed.get(name, value)
            deleted = f"skresl-{line.code}" in self.typed and not new
        kind = Operation.INSERT_AFTER if new else Operation.REPLACE
        return Field(name, kind, line, before, value, deleted, sibling=asked is None)

    def _edit(self, line: Line, new: bool) -> Edit | None:
        """The unit's final wording; of an insertion only the decision's own."""
        for edit in self.edits:
            inserts = edit.operation == Operation.INSERT_AFTER
            if edit.unit_id == line.unit_id and inserts == new and (not new or edit.pk in self.own):
                return edit
        return None


def finals_of(fields: list[Field]) -> list[Final]:
    """Return the wordings that differ from the draft, as the service wants them."""
    found = []
    for field in fields:
        if field.deleted:
            found.append(Final(Operation.DELETE, field.line.code))
        elif field.value.strip() and is_changed(field.before, field.value):
            found.append(Final(field.operation, field.line.code, field.value))
    return found
