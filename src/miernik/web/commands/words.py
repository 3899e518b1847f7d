"""Polish summaries for the terminal."""

from __future__ import annotations

from miernik.intake.selectors import Preview
from miernik.kernel.text import plural
from miernik.observations.models import Source


def counted_indicators(seen: Preview) -> str:
    """Return, for instance, "175 wskaźników"."""
    return _count(sum(len(task.indicators) for task in seen.draft.tasks()), *_INDICATORS)


def counted_values(source: Source) -> str:
    """Return how many values came from a source, for instance "9 nowych wartości"."""
    number = source.observations.count()
    return _count(number, "nowa wartość", "nowe wartości", "nowych wartości")


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
