"""A consulted draft ready to be shown: its units, what may be proposed, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from miernik.consultations.models import ConsultedDraft
from miernik.kernel.redline import Change, Piece, redline
from miernik.strategy.models import UnitKind
from miernik.strategy.text.comparing import Fate, compare
from miernik.strategy.text.reading import Line, lines
from miernik.web.public.consultations.basket import Wanted
from miernik.web.public.lineage_showing import dropped_behind, linked
from miernik.web.public.text_showing import ShownLine, shown_lines

_WORDLESS = (UnitKind.FIELD, UnitKind.TABLE)
#: What may be added, with the words of the button.
_ADDED = {UnitKind.POINT: "punkt", UnitKind.LETTER: "literę", UnitKind.INDICATOR: "wskaźnik"}


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit of a draft; ``pieces`` lead from the text in force, None when it is not compared.

    ``removed`` stands for a unit of the text in force that the draft no longer holds.
    """

    shown: ShownLine
    pieces: Sequence[Piece] | None
    changed: str
    waiting: Sequence[Wanted]
    removed: bool = False

    @property
    def line(self) -> Line:
        """The unit."""
        return self.shown.line

    @property
    def may_change(self) -> bool:
        """Whether another wording may be proposed."""
        return not self.removed and may_change(self.line)

    @property
    def to_add(self) -> str:
        """The words of the button that adds a unit after this one; "" where nothing is added."""
        return "" if self.removed else words_of_adding(self.line)


def may_change(line: Line) -> bool:
    """Return whether the unit has a wording of its own that may be changed."""
    return line.kind not in _WORDLESS and bool(line.text)


def words_of_adding(line: Line) -> str:
    """Return „Dodaj punkt po 5)”; "" for units after which nothing is added."""
    if line.kind not in _ADDED:
        return ""
    return f"Dodaj {_ADDED[line.kind]} po {line.label.removesuffix('.')}"


def is_comparable(draft: ConsultedDraft) -> bool:
    """Return whether the draft can be shown against the text in force."""
    before, now = draft.compared_with, draft.version
    if before is None or now is None:
        return False
    if before.work_id == now.work_id:
        return True
    return now.continues.filter(earlier_version=before, confirmed_at__isnull=False).exists()


def shown_units(
    draft: ConsultedDraft, found: list[Line], waiting: Iterable[Wanted], *, compared: bool
) -> list[ShownUnit]:
    """Return the units of a draft in reading order, with removed ones when it is compared."""
    assert draft.version is not None
    by_code: dict[str, list[Wanted]] = {}
    for item in waiting:
        by_code.setdefault(item.code, []).append(item)
    if not compared:
        return [
            ShownUnit(shown, None, "", by_code.get(shown.line.code, ()))
            for shown in shown_lines(found, draft.version.work)
        ]
    rows = _compared(draft, found)
    shown = shown_lines([line for line, _, _ in rows], draft.version.work)
    return [
        ShownUnit(
            one,
            pieces,
            _words(pieces),
            () if removed else by_code.get(one.line.code, ()),
            removed,
        )
        for one, (_, pieces, removed) in zip(shown, rows, strict=True)
    ]


def _compared(draft: ConsultedDraft, now: list[Line]) -> list[tuple[Line, Sequence[Piece], bool]]:
    """Lines with their pieces and whether they are gone: by identity, else by lineage."""
    assert draft.compared_with is not None
    assert draft.version is not None
    if draft.compared_with.work_id == draft.version.work_id:
        compared = compare(lines(draft.compared_with), now)
        return [(item.line, item.pieces, item.fate is Fate.REMOVED) for item in compared]
    links = [row for row in linked(draft.compared_with, draft.version) if row.link.confirmed_at]
    pieces = {row.later.code: row.pieces for row in links if row.later}
    dropped = dropped_behind(links, lines(draft.compared_with), now)
    found = [_dropped(gone) for gone in dropped.get("", ())]
    for line in now:
        found.append((line, pieces.get(line.code) or _kept(line.text), False))
        found += [_dropped(gone) for gone in dropped.get(line.code, ())]
    return found


def _dropped(line: Line) -> tuple[Line, Sequence[Piece], bool]:
    return line, redline(line.text, ""), True


def _kept(text: str) -> list[Piece]:
    """A unit of which people have not said where it comes from is shown as it reads."""
    return [Piece(Change.KEPT, text)]


def _words(pieces: Sequence[Piece]) -> str:
    """What became of a unit, "" for nothing."""
    fates = {piece.change for piece in pieces if piece.text.strip()}
    if fates <= {Change.KEPT}:
        return ""
    if fates == {Change.ADDED}:
        return "nowe"
    return "usunięte" if fates == {Change.REMOVED} else "zmienione"
