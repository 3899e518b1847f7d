"""Polish summaries for the terminal."""

from __future__ import annotations

from collections import Counter

from miernik.intake.programme.public import public_programme
from miernik.intake.programme.selectors import ProgrammePreview
from miernik.intake.selectors import Preview
from miernik.kernel.text import plural
from miernik.observations.models import Source
from miernik.strategy.models import UnitKind
from miernik.strategy.text.content import walk


def counted_indicators(seen: Preview) -> str:
    """Return, for instance, "175 wskaźników"."""
    return _count(sum(len(task.indicators) for task in seen.draft.tasks()), *_INDICATORS)


def counted_values(source: Source) -> str:
    """Return how many values came from a source, for instance "9 nowych wartości"."""
    number = source.observations.count()
    return _count(number, "nowa wartość", "nowe wartości", "nowych wartości")


def summary_of_programme(seen: ProgrammePreview) -> str:
    """Return one line on the programme that was recognised."""
    kinds = Counter(unit.kind for unit in walk(seen.draft.roots))
    parts = [
        _count(kinds[UnitKind.PART], "kierunek", "kierunki", "kierunków"),
        _count(len(public_programme(seen.draft)["sections"]), "zadanie", "zadania", "zadań"),
        _count(kinds[UnitKind.INDICATOR], "wskaźnik", "wskaźniki", "wskaźników"),
        _count(len(seen.open_doubts), "wątpliwość", "wątpliwości", "wątpliwości"),
    ]
    return f"Rozpoznano program „{seen.name.title}”: {', '.join(parts)}."


def summary_of(seen: Preview) -> str:
    """Return one line on what was recognised."""
    draft = seen.draft
    priorities = [priority for goal in draft.goals for priority in goal.priorities]
    parts = [
        _count(len(draft.goals), "cel", "cele", "celów"),
        _count(len(priorities), "priorytet", "priorytety", "priorytetów"),
        _count(len(list(draft.tasks())), "zadanie", "zadania", "zadań"),
        counted_indicators(seen),
        _count(len(seen.open_doubts), "wątpliwość", "wątpliwości", "wątpliwości"),
    ]
    year = f" za rok {draft.year}" if draft.year else ""
    return f"Rozpoznano sprawozdanie{year}: {', '.join(parts)}."


_INDICATORS = ("wskaźnik", "wskaźniki", "wskaźników")


def _count(number: int, one: str, few: str, many: str) -> str:
    return f"{number} {plural(number, one, few, many)}"
