"""Institutions that are asked, each with a personal link: `python -m tools.rush.population`.

Writes into the database of the environment and prints what the reporters need, as JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from typing import Any

NAME = "Wskaźnik próbny nr {}"
BY = "próba"


def populate(*, institutions: int, indicators: int, at: dt.datetime) -> dict[str, Any]:
    """Make a work, institutions and an open campaign for last year; return links and fields.

    ``forms`` has a form's identity, its institution and the token of its link; ``indicators`` the
    prefixes of the fields, which are the same in every form.
    """
    from django.db import transaction

    from miernik.accounts.models import Institution, InstitutionKind
    from miernik.collection.calendar import Calendar
    from miernik.collection.links import issue_link, token_of
    from miernik.collection.services.assigning import assign
    from miernik.collection.services.campaigns import Wording, create_campaign, open_campaign
    from miernik.strategy.models import Indicator

    today = at.date()
    with transaction.atomic():
        work = _work(indicators, at)
        asked = list(Indicator.objects.filter(work=work).order_by("id"))
        made = Institution.objects.bulk_create(
            Institution(
                name=f"Szkoła próbna nr {number}",
                kind=InstitutionKind.SCHOOL,
                contact_email=f"szkola{number}@example.org",
            )
            for number in range(1, institutions + 1)
        )
        campaign = create_campaign(
            year=today.year - 1,
            works=[work],
            wording=Wording(title=f"Próba obciążenia za {today.year - 1} r."),
            calendar=Calendar(
                opens_on=today - dt.timedelta(days=30),
                deadline=today,
                review_until=today + dt.timedelta(days=30),
                approve_by=today + dt.timedelta(days=60),
                publish_on=today + dt.timedelta(days=90),
            ),
            by=BY,
            at=at,
        )
        assign(campaign=campaign, institutions=made, indicators=asked, by=BY, at=at)
        open_campaign(campaign=campaign, by=BY, at=at)
        forms = campaign.questionnaires.select_related("campaign", "institution").order_by("id")
        return {
            "indicators": [indicator.uuid.hex for indicator in asked],
            "forms": [
                {
                    "form": str(form.uuid),
                    "institution": form.institution.name,
                    "token": token_of(
                        issue_link(
                            questionnaire=form,
                            person=f"Sekretariat, {form.institution.name}",
                            sent_to=form.contact_email,
                            by=BY,
                            at=at,
                        )
                    ),
                }
                for form in forms
            ],
        }


def _work(indicators: int, at: dt.datetime) -> Any:
    """A strategy of one goal, six indicators a task, all of them counts."""
    from miernik.kernel.quantities import CountedUnit, Kind
    from miernik.strategy.content import Card, IndicatorContent, UnitContent
    from miernik.strategy.models import WorkKind
    from miernik.strategy.services import create_work, write_version

    work = create_work(
        code="proba-obciazenia",
        kind=WorkKind.STRATEGY,
        title="Strategia próbna",
        municipality="Białystok",
        years=(at.year - 2, at.year + 5),
        by=BY,
        at=at,
    )
    cards = [
        IndicatorContent(NAME.format(number), Card(Kind.COUNT, CountedUnit.EVENT))
        for number in range(1, indicators + 1)
    ]
    tasks = [
        UnitContent(title=f"Zadanie nr {start // 6 + 1}", indicators=cards[start : start + 6])
        for start in range(0, indicators, 6)
    ]
    goal = UnitContent(title="Cel", children=[UnitContent(title="Priorytet", children=tasks)])
    write_version(work=work, goals=[goal], note="próba obciążenia", by=BY, at=at)
    return work


def main() -> int:
    """Populate a fresh database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--institutions", type=int, required=True)
    parser.add_argument("--indicators", type=int, required=True)
    arguments = parser.parse_args()
    from miernik.web.commands.setup import prepare_database

    prepare_database()
    from django.utils import timezone

    made = populate(
        institutions=arguments.institutions, indicators=arguments.indicators, at=timezone.now()
    )
    json.dump(made, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
