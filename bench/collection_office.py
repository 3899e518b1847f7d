"""What the office does with 750 forms: workbooks, checking them in, closing the year."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.measure import DIFFERENT, Comparison, Measured

INSTITUTIONS, INDICATORS = 750, 6
_NO_PEER = "bez porównania"


def comparisons() -> Iterator[Comparison]:
    """Yield one line for each work, on SQLite in a folder of its own; single runs."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MIERNIK_HOME": folder, "DJANGO_SETTINGS_MODULE": "miernik.web.settings"}
        os.environ.pop("MIERNIK_DATABASE_URL", None)
        from miernik.web.commands.setup import prepare_database

        prepare_database()
        yield from _office(Path(folder))


def _office(_folder: Path) -> Iterator[Comparison]:
    from django.utils import timezone

    from miernik.collection.checking import Checker
    from miernik.collection.models import Campaign, Channel
    from miernik.collection.services.closing import close_campaign
    from miernik.collection.services.many import Filled, hand_in_many
    from miernik.collection.services.review import accept_forms
    from miernik.collection.services.taking import form_workbook, try_workbook
    from tools.rush.population import populate

    at = timezone.now()
    populate(institutions=INSTITUTIONS, indicators=INDICATORS, at=at)
    campaign = Campaign.objects.get()
    forms = list(campaign.questionnaires.select_related("campaign", "institution").order_by("id"))
    size = f"{INSTITUTIONS} × {INDICATORS} wsk."

    def line(name: str, work: Callable[[], Any], right: Callable[[Any], bool]) -> Comparison:
        started = time.perf_counter()
        answer = work()
        seconds = time.perf_counter() - started
        checked = "zgodne" if right(answer) else DIFFERENT
        books[name] = answer
        return Comparison(f"{size}: {name}", Measured(seconds, 0, None), None, _NO_PEER, checked)

    books: dict[str, Any] = {}
    write, read = "zapis skoroszytów", "odczyt skoroszytów"
    yield line(
        write,
        lambda: [form_workbook(questionnaire=form, link=None) for form in forms],
        lambda made: len(made) == INSTITUTIONS,
    )
    yield line(
        read,
        lambda: [
            try_workbook(questionnaire=form, data=data)
            for form, data in zip(forms, books[write], strict=True)
        ],
        lambda found: len(found) == INSTITUTIONS,
    )
    checker = Checker(campaign)
    filled = [
        Filled(form, _typed(checker.asked(form), n), "próba", at) for n, form in enumerate(forms)
    ]
    yield line(
        "przekazanie wszystkich naraz",
        lambda: hand_in_many(
            campaign=campaign, filled=filled, channel=Channel.SPREADSHEET, checker=checker
        ),
        lambda made: len(made) == INSTITUTIONS,
    )
    yield line(
        "przyjęcie wszystkich",
        lambda: accept_forms(questionnaires=forms, by="próba", at=at),
        lambda counts: counts == (INSTITUTIONS, 0),
    )
    yield line(
        "zamknięcie kampanii",
        lambda: close_campaign(campaign=campaign, by="próba", at=at),
        lambda _written: _sums_right(),
    )


def _typed(asked: Any, number: int) -> dict[str, Any]:
    from decimal import Decimal

    from miernik.collection.content import AnswerContent
    from miernik.kernel.quantities import Status

    return {
        item.indicator: AnswerContent(Status.VALUE, Decimal(_number(number, place)))
        for place, item in enumerate(asked)
    }


def _number(form: int, place: int) -> int:
    return 100 + form * 7 + place * 13


def _sums_right() -> bool:
    from miernik.observations.models import Observation

    found = Observation.objects.filter(institution__isnull=True).order_by("indicator_id")
    wanted = [
        sum(_number(form, place) for form in range(INSTITUTIONS)) for place in range(INDICATORS)
    ]
    return [int(row.number or 0) for row in found] == wanted
