"""From a recognised document to the content of a strategy's version. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from miernik.intake.cards import propose_card
from miernik.intake.draft import DraftIndicator, DraftReport, DraftTask
from miernik.intake.matching import Comparison, Sameness
from miernik.kernel.text import comparable
from miernik.strategy.content import IndicatorContent, UnitContent


def content_from(draft: DraftReport) -> list[UnitContent]:
    """Return the content of a first version: all that the document names."""
    return next_content(draft, [], Comparison())


def next_content(
    draft: DraftReport, stored: Sequence[UnitContent], comparison: Comparison
) -> list[UnitContent]:
    """Return ``stored`` with the document's wordings in the matched units and the new ones added.

    What the document does not speak of stays as it is: a report may cover a part of the strategy.
    """
    goals = list(stored)
    for goal in draft.goals:
        goal_content = _unit(comparison.units.get(goal.code), goal.title, goals)
        for priority in goal.priorities:
            known = comparison.units.get(priority.code)
            priority_content = _unit(known, priority.title, goal_content.children)
            for task in priority.tasks:
                known = comparison.units.get(task.code)
                _task(_unit(known, task.title, priority_content.children), task, comparison)
    return goals


def needs_new_version(draft: DraftReport, comparison: Comparison) -> bool:
    """Tell whether the document says anything of the text that the stored version does not."""
    if any(match.sameness is not Sameness.SAME for match in comparison.matches):
        return True
    return any(_relations_differ(task, comparison.units[task.code]) for task in draft.tasks())


def _relations_differ(task: DraftTask, unit: UnitContent) -> bool:
    pairs = ((task.implementers, unit.implementers), (task.funding, unit.funding))
    return any(
        [comparable(item) for item in read] != [comparable(item) for item in stored]
        for read, stored in pairs
    )


def _unit(known: UnitContent | None, title: str, siblings: list[UnitContent]) -> UnitContent:
    if known is None:
        known = UnitContent(title)
        siblings.append(known)
    elif comparable(known.title) != comparable(title):
        known.title = title
    return known


def _task(content: UnitContent, task: DraftTask, comparison: Comparison) -> None:
    content.implementers, content.implementers_text = task.implementers, task.implementers_text
    content.funding, content.funding_text = task.funding, task.funding_text
    content.monitoring = task.monitoring
    for number, indicator in enumerate(task.indicators, 1):
        _indicator(content, indicator, comparison.indicators.get(f"{task.code}/{number}"))


def _indicator(
    content: UnitContent, indicator: DraftIndicator, known: IndicatorContent | None
) -> None:
    if known is None:
        content.indicators.append(IndicatorContent(indicator.name, propose_card(indicator)))
    elif comparable(known.name) != comparable(indicator.name):
        known.name = indicator.name
