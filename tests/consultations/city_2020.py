"""The consultation of 2020 from the facts of its report, up to the registered opinion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from miernik.consultations.loading import load_consultation
from miernik.consultations.models import Consultation, ConsultedDraft, Submission, Track
from miernik.strategy.text.reading import Line, lines

BY = "koordynator"


def moment(day: int, month: int = 10, hour: int = 10) -> dt.datetime:
    return dt.datetime(2020, month, day, hour, tzinfo=dt.UTC)


@dataclass(slots=True)
class City:
    """What the acted out consultation consists of; ``lines`` by path, wordings before headings."""

    consultation: Consultation
    track: Track
    first: ConsultedDraft
    second: ConsultedDraft
    submission: Submission
    lines: dict[str, Line]


def act(facts: dict[str, Any]) -> City:
    """Prepare, announce, and register the opinion of the one NGO with its four changes."""
    loaded = load_consultation(facts, code="pps-2020", work_code="pps-2021-2024", by=BY)
    first, second = loaded.drafts
    assert first.version is not None
    known = {line.path: line for line in lines(first.version)}
    (submission,) = loaded.submissions
    return City(loaded.consultation, loaded.track, first, second, submission, known)
