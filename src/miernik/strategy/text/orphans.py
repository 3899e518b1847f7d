"""Indicators that stayed although the task they measure is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from miernik.strategy.models import Lineage, UnitKind, Version, VersionState
from miernik.strategy.text.reading import Line, lines
from miernik.strategy.text.stems import holds_phrase, longest_shared, stems

#: So many words in a row tie an indicator to a task.
_TIE = 2
_TOLD = (UnitKind.POINT, UnitKind.LETTER, UnitKind.INDENT, UnitKind.ITEM, UnitKind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Orphan:
    """An indicator of the later text and the unit of the earlier one it measured."""

    indicator: Line
    gone: Line


def orphaned_indicators(later: Version) -> list[Orphan]:
    """Return the indicators of a version that outlived what they measure, in its order.

    "Gone" is a point, letter or aim that the lineage calls dropped (for another programme) or
    that the work's previous frozen version held and this one does not. An indicator outlived it
    when both say two words in a row alike, whatever the endings, and nothing else that its
    section still says holds them.
    """
    now = lines(later)
    found: list[Orphan] = []
    for gone, kept_indicators in _losses(later, now):
        found += orphans(gone, kept_indicators, now)
    by_code = {orphan.indicator.code: orphan for orphan in reversed(found)}
    return [by_code[line.code] for line in now if line.code in by_code]


def orphans(gone: list[Line], indicators: list[Line], now: list[Line]) -> Iterator[Orphan]:
    """Yield which of ``indicators`` (lines of ``now``) outlived a unit of ``gone``."""
    for indicator in indicators:
        wording = stems(indicator.text)
        said = [
            stems(line.text)
            for line in now
            if line.section == indicator.section and line.kind in _TOLD
        ]
        best: tuple[int, Line] | None = None
        for line in gone:
            tie = longest_shared(wording, stems(line.text))
            alive = any(holds_phrase(text, tie) for text in said)
            if len(tie) >= _TIE and not alive and (best is None or len(tie) > best[0]):
                best = (len(tie), line)
        if best is not None:
            yield Orphan(indicator, best[1])


def _losses(later: Version, now: list[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Pairs of what is gone and the indicators that stayed, for each text this one follows."""
    links = Lineage.objects.filter(later_version=later).select_related("earlier_version")
    by_version: dict[int, list[Lineage]] = {}
    for link in links.order_by("pk"):
        by_version.setdefault(link.earlier_version_id, []).append(link)
    for found in by_version.values():
        before = lines(found[0].earlier_version)
        dropped = {link.earlier_id for link in found if link.later_id is None}
        stayed = {link.later_id for link in found if link.earlier_id is not None}
        yield _split(before, now, dropped, stayed)
    earlier = later.work.versions.filter(state=VersionState.FROZEN, number__lt=later.number)
    parent = earlier.order_by("-number").first()
    if parent is not None:
        before = lines(parent)
        held: set[int | None] = {line.unit_id for line in now}
        known: set[int | None] = {line.unit_id for line in before}
        yield _split(before, now, known - held, known & held)


def _split(
    before: list[Line], now: list[Line], dropped: set[int | None], stayed: set[int | None]
) -> tuple[list[Line], list[Line]]:
    gone = [line for line in before if line.unit_id in dropped and line.kind in _TOLD]
    kept = [line for line in now if line.unit_id in stayed and line.kind is UnitKind.INDICATOR]
    return gone, kept
