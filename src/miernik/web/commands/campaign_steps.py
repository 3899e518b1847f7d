"""``miernik campaign``: what is done to a whole campaign."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from miernik.accounts.services import account
from miernik.collection.errors import CollectionError
from miernik.collection.finding import campaign_of_year
from miernik.collection.messages.inviting import invite
from miernik.collection.messages.queueing import Batch, has_address
from miernik.collection.messages.reminding import remind, reminders_due
from miernik.collection.messages.values import deadline_of_form
from miernik.collection.models import (
    Campaign,
    CampaignState,
    MessageState,
    Questionnaire,
    QuestionnaireState,
)
from miernik.collection.permissions import Deed, may
from miernik.collection.services.assigning import assign_implementers, copy_assignments
from miernik.collection.services.campaigns import (
    REMINDER_DAYS,
    Wording,
    create_campaign,
    open_campaign,
)
from miernik.collection.services.closing import (
    approve_campaign,
    close_campaign,
    publish_campaign,
)
from miernik.collection.states import OWING
from miernik.kernel.dates import print_date
from miernik.kernel.text import plural
from miernik.strategy.selectors import work_by_code
from miernik.web.commands.setup import operator, say

SHOWN = 30  # institutions listed on the screen


def list_campaigns(_: argparse.Namespace) -> int:
    """Print every campaign with its state and deadline."""
    found = Campaign.objects.order_by("-year", "-id")
    for campaign in found:
        state = CampaignState(campaign.state).label
        say(f"{campaign.year}  {state}, termin {print_date(campaign.deadline)}  {campaign.title}")
    if not found:
        say("Nie ma jeszcze żadnej kampanii. Przygotuj ją: miernik campaign create ROK --works KOD")
    return 0


def create(arguments: argparse.Namespace) -> int:
    """Prepare a campaign; with --from also who is asked about what, as in that year."""
    source = campaign_of_year(arguments.source) if arguments.source is not None else None
    at, by = timezone.now(), operator()
    title = arguments.title or f"Dane za {arguments.year} r."
    wording = Wording(
        title=title,
        message=source.message if source else "",
        contact_name=arguments.contact or (source.contact_name if source else ""),
        contact_email=arguments.email or (source.contact_email if source else ""),
        contact_phone=arguments.phone or (source.contact_phone if source else ""),
    )
    campaign = create_campaign(
        year=arguments.year,
        works=[work_by_code(code) for code in arguments.works],
        wording=wording,
        reminder_days=source.reminder_days if source else REMINDER_DAYS,
        copied_from=source,
        by=by,
        at=at,
    )
    say(f"Przygotowano kampanię „{campaign.title}”.")
    if source is not None:
        done = copy_assignments(campaign=campaign, source=source, by=by, at=at)
        say(f"Pytania jak za {source.year} r.: {done.added}, pominięto: {done.left_out}.")
    say(
        f"Otwarcie {print_date(campaign.opens_on)}, termin dla instytucji "
        f"{print_date(campaign.deadline)}, zatwierdzenie {print_date(campaign.approve_by)}"
    )
    return 0


def assign(arguments: argparse.Namespace) -> int:
    """Ask the implementers of tasks about the tasks' indicators."""
    campaign = campaign_of_year(arguments.year)
    done = assign_implementers(campaign=campaign, by=operator(), at=timezone.now())
    say(f"Przydzielono pytań: {done.added}, było już albo wyłączono: {done.left_out}.")
    if done.groups:
        say(f"Grupy bez spisanych członków, nie ma kogo zapytać: {', '.join(done.groups)}.")
    return 0


def open_it(arguments: argparse.Namespace) -> int:
    """Open a campaign, and invite when asked to."""
    at, by = timezone.now(), operator()
    campaign = open_campaign(campaign=campaign_of_year(arguments.year), by=by, at=at)
    count = campaign.questionnaires.count()
    forms = plural(count, "formularz", "formularze", "formularzy")
    say(f"Kampania „{campaign.title}” jest otwarta: {count} {forms}.")
    return invite_them(arguments) if arguments.invite else 0


def invite_them(arguments: argparse.Namespace) -> int:
    """Queue invitations to those who have none yet."""
    campaign = campaign_of_year(arguments.year)
    batch = invite(
        campaign=campaign, by=operator(), at=timezone.now(), with_sheet=arguments.with_sheet
    )
    _tell(batch, "zaproszenie", "zaproszenia", "zaproszeń")
    if batch.already:
        say(f"Zaproszono już wcześniej: {batch.already}.")
    return 0


def remind_them(arguments: argparse.Namespace) -> int:
    """Queue a reminder to everybody who owes an answer, whatever the planned days."""
    campaign, at = campaign_of_year(arguments.year), timezone.now()
    on = timezone.localdate(at)
    if arguments.dry_run:
        due = [item.form for item in reminders_due(campaign, on, everyone=True)]
        able = [form for form in due if has_address(form)]
        say(f"Przypomnienie dostałoby: {len(able)}.")
        _names(able)
        _without_address([form for form in due if not has_address(form)])
        return 0
    batch = remind(campaign=campaign, on=on, by=operator(), at=at, everyone=True)
    _tell(batch, "przypomnienie", "przypomnienia", "przypomnień")
    return 0


def status(arguments: argparse.Namespace) -> int:
    """Print where a campaign stands."""
    campaign = campaign_of_year(arguments.year)
    told = _status(campaign)
    if arguments.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return 0
    say(f"{campaign.title}: {CampaignState(campaign.state).label}")
    say(f"Termin dla instytucji: {print_date(campaign.deadline)}")
    for state in QuestionnaireState:
        if told["forms"][state.value]:
            say(f"  {state.label}: {told['forms'][state.value]}")
    for title, names in (
        ("Po terminie", told["late"]),
        ("Bez adresu e-mail", told["without_email"]),
    ):
        if names:
            say(f"{title}: {len(names)}")
            _lines(names)
    letters = told["messages"]
    say(
        f"Wiadomości: wysłane {letters['sent']}, w kolejce {letters['queued']}, "
        f"niewysłane {letters['failed']}"
    )
    return 0


def close(arguments: argparse.Namespace) -> int:
    """Close a campaign; without --yes only say what that would do, and exit with 1."""
    campaign = campaign_of_year(arguments.year)
    if not arguments.yes:
        told = _status(campaign)
        silent = sum(told["forms"][state.value] for state in OWING)
        say(f"Zamknięcie „{campaign.title}” zablokuje formularze i zapisze wartości instytucji.")
        say(f"  czeka na sprawdzenie: {told['forms']['submitted']}, nie przekazało: {silent}")
        say("Niczego nie zmieniono. Aby zamknąć, dodaj --yes.")
        return 1
    close_campaign(campaign=campaign, by=operator(), at=timezone.now())
    say(f"Kampania „{campaign.title}” jest zamknięta, wartości zapisano.")
    return 0


def approve(arguments: argparse.Namespace) -> int:
    """Approve a closed campaign in the name of a director's account."""
    campaign, person = campaign_of_year(arguments.year), account(arguments.by)
    if not may(person, Deed.APPROVE):
        raise CollectionError(
            f"Konto „{arguments.by}” nie może zatwierdzać danych: potrzebna jest rola dyrektora."
        )
    approve_campaign(campaign=campaign, by=person.username, at=timezone.now())
    say(f"Dane za {campaign.year} r. są zatwierdzone.")
    return 0


def publish(arguments: argparse.Namespace) -> int:
    """Let the portal show an approved year."""
    campaign = campaign_of_year(arguments.year)
    publish_campaign(campaign=campaign, by=operator(), at=timezone.now())
    say(f"Dane za {campaign.year} r. są w portalu.")
    return 0


def _status(campaign: Campaign) -> dict[str, Any]:
    forms = list(
        campaign.questionnaires.select_related("campaign", "institution").order_by(
            "institution__name"
        )
    )
    states = Counter(form.state for form in forms)
    letters = Counter(campaign.messages.values_list("state", flat=True))
    owing = [form for form in forms if form.state in OWING]
    today = timezone.localdate()
    return {
        "campaign": str(campaign.uuid),
        "year": campaign.year,
        "title": campaign.title,
        "state": campaign.state,
        "deadline": campaign.deadline.isoformat(),
        "institutions": len(forms),
        "forms": {state.value: states[state] for state in QuestionnaireState},
        "late": [form.institution.name for form in owing if deadline_of_form(form) < today],
        "without_email": [form.institution.name for form in owing if not has_address(form)],
        "messages": {state.value: letters[state] for state in MessageState},
    }


def _tell(batch: Batch, one: str, few: str, many: str) -> None:
    count = len(batch.queued)
    say(f"W kolejce do wysłania: {count} {plural(count, one, few, many)}.")
    if count:
        say("Wyśle je: miernik jobs run")
    _without_address(batch.without_email)


def _without_address(forms: Sequence[Questionnaire]) -> None:
    if forms:
        say(f"Bez adresu e-mail, trzeba zadzwonić: {len(forms)}.")
        _names(forms)


def _names(forms: Sequence[Questionnaire]) -> None:
    _lines([form.institution.name for form in forms])


def _lines(names: Sequence[str]) -> None:
    for name in names[:SHOWN]:
        say(f"  {name}")
    if len(names) > SHOWN:
        say(f"  i {len(names) - SHOWN} więcej")


ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": list_campaigns,
    "create": create,
    "assign": assign,
    "open": open_it,
    "invite": invite_them,
    "status": status,
    "remind": remind_them,
    "close": close,
    "approve": approve,
    "publish": publish,
}
