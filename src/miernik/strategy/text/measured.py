"""What of a text carries yearly figures: its parts, sections and aims with their indicators."""

from __future__ import annotations

from collections.abc import Callable

from miernik.kernel.text import squeeze
from miernik.strategy.content import Card, IndicatorContent, UnitContent
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.implementers import split_implementers
from miernik.strategy.text.labels import siblings_labelled

#: Gives the card of an indicator from its section ("2.1"), its number and its wording.
Cards = Callable[[str, int, str], Card]


def measured_goals(roots: list[PassageContent], cards: Cards) -> list[UnitContent]:
    """Return the goals of a text: a part is a goal, a section a priority, its aim a task.

    The identities found in ``measured`` and ``indicator`` are kept; after the goals are written
    call ``keep_identities`` with the same arguments' results.
    """
    parts = [root for root in roots if root.kind is UnitKind.PART]
    labels = siblings_labelled([part.kind for part in parts])
    return [_goal(part, label, cards) for part, label in zip(parts, labels, strict=True)]


def keep_identities(roots: list[PassageContent], goals: list[UnitContent]) -> None:
    """Note on the text which goal, priority, task and indicator stands for which unit."""
    parts = [root for root in roots if root.kind is UnitKind.PART]
    for part, goal in zip(parts, goals, strict=True):
        part.measured = goal.unit
        for section, priority in zip(_sections(part), goal.children, strict=True):
            if section is not part:
                section.measured = priority.unit
            task = priority.children[0]
            aim = field_of(section, FieldType.AIM)
            if aim is not None:
                aim.measured = task.unit
            for passage, item in zip(indicators_of(section), task.indicators, strict=True):
                passage.indicator = item.indicator


def field_of(section: PassageContent, kind: FieldType) -> PassageContent | None:
    """Return the section's field of this type."""
    return next((child for child in section.children if child.field_type is kind), None)


def wording_of(section: PassageContent, kind: FieldType) -> str:
    """Return the wording under a field, its paragraphs joined by line ends."""
    found = field_of(section, kind)
    return "\n".join(child.text for child in found.children) if found else ""


def indicators_of(section: PassageContent) -> list[PassageContent]:
    """Return the section's indicators in order."""
    found = field_of(section, FieldType.INDICATORS)
    return [child for child in found.children if child.kind is UnitKind.INDICATOR] if found else []


def _sections(part: PassageContent) -> list[PassageContent]:
    """The sections of a part; a part that has fields itself is its own section."""
    if any(child.kind is UnitKind.FIELD for child in part.children):
        return [part]
    return [child for child in part.children if child.kind is UnitKind.SECTION]


def _goal(part: PassageContent, label: str, cards: Cards) -> UnitContent:
    sections = _sections(part)
    labels = siblings_labelled([section.kind for section in sections], label)
    if sections == [part]:
        labels = [label]
    return UnitContent(
        title=sentence_case(part.text),
        unit=part.measured,
        children=[
            _priority(section, number.rstrip("."), cards)
            for section, number in zip(sections, labels, strict=True)
        ],
    )


def _priority(section: PassageContent, number: str, cards: Cards) -> UnitContent:
    aim = field_of(section, FieldType.AIM)
    printed = wording_of(section, FieldType.IMPLEMENTERS)
    task = UnitContent(
        title=squeeze(wording_of(section, FieldType.AIM)) or sentence_case(section.text),
        unit=aim.measured if aim else None,
        implementers=split_implementers(printed),
        implementers_text=squeeze(printed),
        indicators=[
            IndicatorContent(passage.text, cards(number, place, passage.text), passage.indicator)
            for place, passage in enumerate(indicators_of(section), 1)
        ],
    )
    own = section.measured if section.kind is UnitKind.SECTION else None
    return UnitContent(title=f"{number}. {_heading(section)}", unit=own, children=[task])


def _heading(section: PassageContent) -> str:
    """The heading of a section; for a part with fields its subtitle, where it has one."""
    subtitles = [child.text for child in section.children if child.kind is UnitKind.SUBTITLE]
    if section.kind is UnitKind.PART and subtitles:
        return sentence_case(subtitles[0])
    return sentence_case(section.text)


def sentence_case(text: str) -> str:
    """Return a heading in capitals as a sentence; any other text as it is."""
    return text[:1].upper() + text[1:].lower() if text == text.upper() else text
