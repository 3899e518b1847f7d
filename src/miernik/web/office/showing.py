"""A draft as the preview page shows it: each field with its words, source and confidence."""

from __future__ import annotations

from dataclasses import dataclass

from miernik.intake.draft import Doubt, DraftGoal, DraftIndicator, DraftTask, FieldSource
from miernik.intake.errors import UnknownFieldError
from miernik.intake.matching import Match, Sameness
from miernik.intake.paths import Part, find, read
from miernik.intake.rows import Place
from miernik.intake.selectors import Preview, ValueComparison
from miernik.kernel.quantities import Kind, Status
from miernik.web.office.jumps import JumpShown, jumps

SURE = 0.9  # a reading below this is worth a look

WORDS = {
    "title": "treść",
    "year": "rok",
    "name": "nazwa",
    "value_raw": "wartość",
    "footnote": "uwagi",
    "implementers": "realizatorzy",
    "funding": "finansowanie",
    "monitoring": "monitorowanie",
}
MANY_LINES = {"implementers": "Jeden realizator w wierszu.", "funding": "Jedno źródło w wierszu.",
              "footnote": "Jedna uwaga w wierszu."}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field: its address, what it is, what was read, where from, how surely."""

    path: str
    where: str
    words: str
    text: str
    hint: str
    place: Place | None
    fragment: str
    percent: int | None

    @property
    def unsure(self) -> bool:
        """Whether the reading is worth a look."""
        return self.percent is not None and self.percent < 100 * SURE


@dataclass(frozen=True, slots=True)
class DoubtShown:
    """A doubt with the field it speaks of (None when it is about no field a person can edit)."""

    doubt: Doubt
    where: str
    field: FieldShown | None


@dataclass(frozen=True, slots=True)
class IndicatorShown:
    """One recognised indicator with what the store says of it."""

    number: int
    name: FieldShown
    value: FieldShown
    notes: FieldShown
    meaning: str
    compared: ValueComparison | None
    match: Match | None


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One recognised task."""

    code: str
    title: FieldShown
    implementers: FieldShown
    funding: FieldShown
    indicators: tuple[IndicatorShown, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole preview, ready to print."""

    preview: Preview
    year: FieldShown
    doubts: tuple[DoubtShown, ...]
    resolved: tuple[DoubtShown, ...]
    goals: tuple[tuple[DraftGoal, tuple[TaskShown, ...]], ...]
    reworded: tuple[Match, ...]
    added: tuple[Match, ...]
    conflicts: tuple[ValueComparison, ...]
    lost_notes: tuple[ValueComparison, ...]
    jumps: tuple[JumpShown, ...]
    priorities: int
    tasks: int
    indicators: int
    values: int


def sheet(preview: Preview) -> Sheet:
    """Lay a preview out for the page."""
    draft = preview.draft
    compared = {item.path: item for item in preview.values}
    matches = {match.path: match for match in preview.comparison.matches}
    goals = tuple(
        (
            goal,
            tuple(
                _task(preview, task, compared, matches)
                for priority in goal.priorities
                for task in priority.tasks
            ),
        )
        for goal in draft.goals
    )
    tasks = list(draft.tasks())
    known = preview.work is not None
    year = field_of(preview, "/year") or field_of(preview, "year")
    assert year is not None
    return Sheet(
        preview=preview,
        year=year,
        doubts=tuple(_doubt(preview, doubt) for doubt in preview.open_doubts),
        resolved=tuple(_doubt(preview, doubt) for doubt in preview.resolved_doubts),
        goals=goals,
        reworded=tuple(m for m in matches.values() if m.sameness is Sameness.REWORDED),
        added=tuple(m for m in matches.values() if m.sameness is Sameness.NEW) if known else (),
        conflicts=tuple(item for item in preview.values if item.conflicts),
        lost_notes=tuple(item for item in preview.values if item.lost_note),
        jumps=jumps(preview),
        priorities=sum(len(goal.priorities) for goal in draft.goals),
        tasks=len(tasks),
        indicators=sum(len(task.indicators) for task in tasks),
        values=sum(
            1
            for task in tasks
            for item in task.indicators
            if item.status in (Status.VALUE, Status.TRUE_ZERO)
        ),
    )


def field_of(preview: Preview, path: str) -> FieldShown | None:
    """Return one field of the draft, or None when ``path`` leads to nothing editable."""
    try:
        part, name = find(preview.draft, path)
    except UnknownFieldError:
        return None
    source = _source(part, name)
    return FieldShown(
        path=path,
        where=place_words(path),
        words=WORDS.get(name, name),
        text=read(part, name),
        hint=MANY_LINES.get(name, ""),
        place=source.place if source else None,
        fragment=source.fragment if source else "",
        percent=round(100 * source.confidence) if source else None,
    )


def _source(part: Part, name: str) -> FieldSource | None:
    sources: dict[str, FieldSource] = getattr(part, "sources", {})
    return sources.get(name)


def place_words(path: str) -> str:
    """Say an address of the draft in words: ``A.1.3/2/name`` → „A.1.3, wskaźnik 2, nazwa”."""
    parts = [part for part in path.split("/") if part]
    words = []
    for part in parts:
        if part.isdecimal():
            words.append(f"wskaźnik {part}")
        else:
            words.append(WORDS.get(part, part))
    return ", ".join(words) or "cały dokument"


def _doubt(preview: Preview, doubt: Doubt) -> DoubtShown:
    return DoubtShown(doubt, place_words(doubt.path), field_of(preview, doubt.path))


def _must(preview: Preview, path: str) -> FieldShown:
    found = field_of(preview, path)
    assert found is not None, path
    return found


def _task(
    preview: Preview,
    task: DraftTask,
    compared: dict[str, ValueComparison],
    matches: dict[str, Match],
) -> TaskShown:
    return TaskShown(
        code=task.code,
        title=_must(preview, f"{task.code}/title"),
        implementers=_must(preview, f"{task.code}/implementers"),
        funding=_must(preview, f"{task.code}/funding"),
        indicators=tuple(
            IndicatorShown(
                number=number,
                name=_must(preview, f"{task.code}/{number}/name"),
                value=_must(preview, f"{task.code}/{number}/value_raw"),
                notes=_must(preview, f"{task.code}/{number}/footnote"),
                meaning=_meaning(item),
                compared=compared.get(f"{task.code}/{number}"),
                match=matches.get(f"{task.code}/{number}"),
            )
            for number, item in enumerate(task.indicators, 1)
        ),
    )


def _meaning(item: DraftIndicator) -> str:
    """What the program takes the value for."""
    if item.status not in (Status.VALUE, Status.TRUE_ZERO):
        return item.status.label
    return Kind(item.kind).label
