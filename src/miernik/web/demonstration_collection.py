"""The yearly collection on show: 750 invented institutions, one year finished, one being collected.

The strategy asked about is a copy of the city's under another name and with values of its own, so
that nothing invented stands beside a real figure; title, institutions and every answer say so.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from miernik.accounts.models import Institution, Role, User
from miernik.accounts.services import create_user, grant_role
from miernik.collection.calendar import Calendar
from miernik.collection.links import issue_link, token_of
from miernik.collection.models import Campaign, Channel, Questionnaire
from miernik.collection.services.answering import Change, save_answers
from miernik.collection.services.assigning import assign, copy_assignments
from miernik.collection.services.campaigns import Wording, create_campaign, open_campaign
from miernik.collection.services.closing import (
    approve_campaign,
    close_campaign,
    publish_campaign,
    waiting_jumps,
)
from miernik.collection.services.many import Filled, hand_in_many
from miernik.collection.services.review import accept_forms, ask, return_form
from miernik.kernel.text import plural
from miernik.strategy.content import UnitContent
from miernik.strategy.models import Indicator, Work, WorkKind
from miernik.strategy.selectors import content_of, latest_version
from miernik.strategy.services import create_work, write_version
from miernik.web.demonstration import BY, demonstrated
from miernik.web.demonstration_answers import Inventor
from miernik.web.demonstration_institutions import MARK, institutions, invented_name

CODE = "pokaz-zbierania"
REMARK = "dane zmyślone (pokaz zbierania)"
REPORTER = "sprawozdawca"
#: The year that was collected, approved and published, and the one being collected.
FINISHED, COLLECTED = 2019, 2020
_MESSAGE = (
    "To jest pokaz: instytucje i wszystkie odpowiedzi są zmyślone, a terminy przesunięte na dziś."
)
_DAYS_BEFORE, _DAYS_AFTER = 40, 21
_LATE_EVERY, _SILENT_EVERY, _BEGUN_EVERY, _ACCEPTED_EVERY = 19, 12, 17, 3


@dataclass(frozen=True, slots=True)
class Shown:
    """Where to look: the path of one institution's personal link and the reporter's password.

    ``password`` is None when the account was there before.
    """

    link: str
    institution: str
    login: str
    password: str | None


def load_collection() -> str:
    """Make the institutions and both campaigns, unless they are there; a Polish summary."""
    known = Work.objects.filter(code=CODE).exists()
    if not known:
        with transaction.atomic():
            _load(timezone.now())
    campaign = _campaign()
    states = list(campaign.questionnaires.values_list("state", flat=True))
    taken = sum(state in ("submitted", "accepted") for state in states)
    number = len(states)
    handed = plural(
        taken, "formularz przekazany", "formularze przekazane", "formularzy przekazanych"
    )
    return (
        f"{number} {plural(number, 'instytucja', 'instytucje', 'instytucji')}, {taken} {handed}, "
        "wszystko zmyślone" + (" (dane już były)" if known else "")
    )


def shown() -> Shown:
    """Return what the demonstration prints, the reporter's account made first when it is new."""
    at = timezone.now()
    forms = (
        _campaign()
        .questionnaires.filter(state__in=("not_started", "in_progress"))
        .order_by("-state", "id")
    )
    form = forms.select_related("institution", "campaign")[0]
    link = form.links.filter(revoked_at__isnull=True, expires_at__gt=at).first() or issue_link(
        questionnaire=form,
        person=f"Sekretariat {MARK}",
        sent_to=form.contact_email,
        by=BY,
        at=at,
    )
    password = None
    if not User.objects.filter(username=REPORTER).exists():
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        user = create_user(username=REPORTER, password=password, by=BY, at=at)
        for mine in list(forms.select_related("institution")[1:3]):
            grant_role(user=user, role=Role.REPORTER, institution=mine.institution, by=BY, at=at)
    path = f"/odpowiedz/{token_of(link)}/"
    return Shown(path, form.institution.name, REPORTER, password)


def _campaign() -> Campaign:
    return Campaign.objects.get(covered__work__code=CODE, year=COLLECTED)


def _load(at: dt.datetime) -> None:
    asked = institutions()
    work, tasks = _work(at)
    finished = _finished(work, tasks, asked, at)
    _collected(work, finished, at)


# --- what is asked -------------------------------------------------------------------------------


def _work(at: dt.datetime) -> tuple[Work, list[UnitContent]]:
    """The copy of the city's strategy, and its tasks."""
    real = demonstrated()
    work = create_work(
        code=CODE,
        kind=WorkKind.STRATEGY,
        title=f"{real.title} – {REMARK}",
        municipality=real.municipality,
        years=(real.start_year, real.end_year),
        by=BY,
        at=at,
    )
    goals = [_anew(goal) for goal in content_of(latest_version(real))]
    write_version(work=work, goals=goals, note=f"kopia strategii miasta, {REMARK}", by=BY, at=at)
    return work, [task for goal in goals for task in goal.tasks()]


def _anew(unit: UnitContent) -> UnitContent:
    """The same text without the identities; implementers under invented names."""
    return replace(
        unit,
        unit=None,
        children=[_anew(child) for child in unit.children],
        implementers=list(dict.fromkeys(invented_name(name) for name in unit.implementers)),
        implementers_text="",
        indicators=[replace(item, indicator=None) for item in unit.indicators],
    )


def _assign(
    campaign: Campaign,
    tasks: Sequence[UnitContent],
    asked: dict[str, list[Institution]],
    at: dt.datetime,
) -> None:
    """Ask each institution for a task or two of those its group is named at.

    Nobody asks all the organisations of a city for everything the column names them for.
    """
    named: dict[str, list[int]] = {}
    for place, task in enumerate(tasks):
        for name in task.implementers:
            named.setdefault(name, []).append(place)
    chosen: dict[int, list[Institution]] = {}
    for name, places in named.items():
        for number, institution in enumerate(asked.get(name, ())):
            for place in {places[number % len(places)], places[(number * 7 + 3) % len(places)]}:
                chosen.setdefault(place, []).append(institution)
    for place, members in sorted(chosen.items()):
        indicators = [item.indicator for item in tasks[place].indicators]
        known = [item for item in indicators if item is not None]
        assign(campaign=campaign, institutions=members, indicators=known, by=BY, at=at)


def _create(work: Work, year: int, opens_on: dt.date, at: dt.datetime) -> Campaign:
    return create_campaign(
        year=year,
        works=[work],
        wording=Wording(
            title=f"Zbieranie danych za {year} r. – {REMARK}",
            message=_MESSAGE,
            contact_name=f"Anna Przykładowa {MARK}",
            contact_email="koordynator@example.org",
            contact_phone="85 000 00 00",
        ),
        calendar=Calendar(
            opens_on=opens_on,
            deadline=opens_on + dt.timedelta(days=_DAYS_BEFORE - 2),
            review_until=opens_on + dt.timedelta(days=_DAYS_BEFORE + _DAYS_AFTER),
            approve_by=opens_on + dt.timedelta(days=_DAYS_BEFORE + 2 * _DAYS_AFTER),
            publish_on=opens_on + dt.timedelta(days=_DAYS_BEFORE + 3 * _DAYS_AFTER),
        ),
        by=BY,
        at=at,
    )


# --- the finished year ---------------------------------------------------------------------------


def _finished(
    work: Work, tasks: Sequence[UnitContent], asked: dict[str, list[Institution]], now: dt.datetime
) -> Campaign:
    at = now - dt.timedelta(days=365)
    campaign = _create(work, FINISHED, at.date() - dt.timedelta(days=_DAYS_BEFORE), at)
    _assign(campaign, tasks, asked, at)
    campaign = open_campaign(campaign=campaign, by=BY, at=at)
    inventor = Inventor(campaign)
    filled = [
        _filled(form, inventor, number, at - dt.timedelta(days=3 + number % 30))
        for number, form in enumerate(_forms(campaign), 1)
        if number % (5 * _SILENT_EVERY)
    ]
    _hand_in(campaign, inventor, filled)
    accept_forms(questionnaires=_forms(campaign), by=BY, at=at)
    close_campaign(campaign=campaign, by=BY, at=at)
    assert not waiting_jumps(campaign)  # there is no year before it to jump from
    approve_campaign(campaign=campaign, by="dyrektor", at=at)
    return publish_campaign(campaign=campaign, by=BY, at=at)


# --- the year being collected --------------------------------------------------------------------


def _collected(work: Work, finished: Campaign, now: dt.datetime) -> None:
    opened = now - dt.timedelta(days=_DAYS_BEFORE)
    campaign = _create(work, COLLECTED, timezone.localdate(opened), opened)
    copy_assignments(campaign=campaign, source=finished, by=BY, at=opened)
    campaign = open_campaign(campaign=campaign, by=BY, at=opened)
    inventor = Inventor(campaign)
    filled = []
    for number, form in enumerate(_forms(campaign), 1):
        if number % _SILENT_EVERY == 0:
            continue
        if number % _BEGUN_EVERY == 0:
            _begin(form, inventor, number, now - dt.timedelta(days=5))
            continue
        days = 0 if number % _LATE_EVERY == 0 else 3 + number % 30
        filled.append(_filled(form, inventor, number, now - dt.timedelta(days=days)))
    _hand_in(campaign, inventor, filled)
    waiting = [item.form for item in filled]
    accepted = [form for place, form in enumerate(waiting) if place % _ACCEPTED_EVERY == 0]
    accept_forms(questionnaires=accepted, by=BY, at=now)
    returned, questioned = waiting[1], waiting[2]
    return_form(
        questionnaire=returned,
        reason="Dwie liczby są wyższe niż liczba wszystkich podopiecznych. Proszę je sprawdzić.",
        by="koordynator",
        at=now,
    )
    ask(
        questionnaire=questioned,
        indicator=Indicator.objects.get(uuid=inventor.asked(questioned)[0].indicator),
        text="Rok temu było o połowę mniej. Czy doszła nowa grupa?",
        by="koordynator",
        at=now,
    )


def _forms(campaign: Campaign) -> list[Questionnaire]:
    return list(campaign.questionnaires.select_related("campaign", "institution").order_by("id"))


def _filled(form: Questionnaire, inventor: Inventor, number: int, at: dt.datetime) -> Filled:
    return Filled(form, inventor.answers(form, number), _who(form), at)


def _hand_in(campaign: Campaign, inventor: Inventor, filled: Sequence[Filled]) -> None:
    in_order = sorted(filled, key=lambda item: item.at)
    hand_in_many(campaign=campaign, filled=in_order, channel=Channel.LINK, checker=inventor.checker)


def _begin(form: Questionnaire, inventor: Inventor, number: int, at: dt.datetime) -> None:
    answers = list(inventor.answers(form, number).items())
    begun = answers[: max(1, len(answers) // 2)]
    changes = {key: Change(answer, 0) for key, answer in begun}
    save_answers(questionnaire=form, changes=changes, by=_who(form), at=at)


def _who(form: Questionnaire) -> str:
    return f"link: {form.institution.name}"[:150]
