"""Who is written to, when, with what words, and that nobody is written to twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from miernik.audit.models import Event
from miernik.collection.errors import CollectionError, MessageStateError, TemplateError
from miernik.collection.links import revoke_link, token_of
from miernik.collection.messages.deciding import cancel, requeue
from miernik.collection.messages.inviting import invite, send_fresh_link
from miernik.collection.messages.reminding import remind, reminders_due
from miernik.collection.messages.summary import summarise, summary_due
from miernik.collection.messages.templates import (
    ALLOWED,
    NAMES,
    body_with,
    check_words,
    defaults,
    reset_template,
    save_template,
    words_of,
)
from miernik.collection.messages.values import days_left
from miernik.collection.models import (
    AccessLink,
    Message,
    MessageKind,
    MessageState,
    MessageTemplate,
)
from miernik.collection.services.review import accept_form, ask, extend, return_form
from tests.collection.campaigns import (
    BY,
    CENTRE,
    DEADLINE,
    FIRST_SCHOOL,
    MEALS,
    NGO,
    NOW,
    SECOND_SCHOOL,
    City,
    a_draft,
    an_open_one,
    everything,
)

pytestmark = pytest.mark.django_db
K = MessageKind


@pytest.fixture
def town() -> City:
    return an_open_one()


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def around(days: int) -> dt.date:
    return DEADLINE + dt.timedelta(days=days)


def reminded(town: City, on: dt.date, *, everyone: bool = False) -> set[str]:
    batch = remind(campaign=town.campaign, on=on, by=BY, at=at(on), everyone=everyone)
    return {message.questionnaire.institution.name for message in batch.queued if
            message.questionnaire}  # fmt: skip


def without_address(town: City, name: str) -> None:
    form = town.form(name)
    form.contact_email = form.institution.contact_email = ""
    form.save()
    form.institution.save()


def only(town: City, kind: MessageKind) -> Message:
    return Message.objects.get(campaign=town.campaign, kind=kind)


# --- invitations ---------------------------------------------------------------------------------


def test_everybody_with_an_address_is_invited_with_a_link_of_their_own(town: City) -> None:
    without_address(town, NGO)
    batch = invite(campaign=town.campaign, by=BY, at=NOW)
    assert {m.recipient for m in batch.queued} == {
        "mopr@example.org", "sp1@example.org", "sp2@example.org"
    }  # fmt: skip
    assert [form.institution.name for form in batch.without_email] == [NGO]
    links = {message.link for message in batch.queued}
    assert len(links) == 3
    assert None not in links


def test_no_secret_of_a_link_stands_in_the_database(town: City) -> None:
    message = invite(campaign=town.campaign, by=BY, at=NOW).queued[0]
    assert message.link is not None
    assert "{link}" in message.body
    secret = token_of(message.link)
    assert all(secret not in row.body + row.subject for row in Message.objects.order_by("id"))


def test_a_second_invitation_invites_nobody_again(town: City) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW)
    again = invite(campaign=town.campaign, by=BY, at=NOW)
    assert (again.queued, again.already) == ([], 4)
    assert AccessLink.objects.count() == 4


def test_a_batch_leaves_one_event_that_counts(town: City) -> None:
    without_address(town, NGO)
    invite(campaign=town.campaign, by=BY, at=NOW)
    event = Event.objects.get(action="message.batch_queued")
    assert event.data == {"kind": "invitation", "messages": 3, "without_email": 1}


def test_a_draft_invites_nobody() -> None:
    with pytest.raises(CollectionError, match="nie jest otwarta"):
        invite(campaign=a_draft().campaign, by=BY, at=NOW)
    assert not Message.objects.exists()


def test_the_invitation_says_who_what_and_till_when(town: City) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[town.form(FIRST_SCHOOL)])
    message = only(town, K.INVITATION)
    assert message.subject == "Dane za 2025 r.: prosimy o odpowiedź do 27 lutego 2026 r."
    for words in (FIRST_SCHOOL, "do 31 marca 2026 r.", "Anna Nowak, koordynator@example.org"):
        assert words in message.body


def test_a_fresh_link_is_another_link(town: City) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[town.form(NGO)])
    link = send_fresh_link(form=town.form(NGO), by=BY, at=NOW)
    assert only(town, K.FRESH_LINK).link == link
    assert only(town, K.INVITATION).link != link


# --- reminders -----------------------------------------------------------------------------------


def test_only_those_who_owe_are_reminded(town: City) -> None:
    town.hand_in(CENTRE, {k: v for k, v in everything().items() if k in town_asks(town, CENTRE)})
    town.hand_in(FIRST_SCHOOL, everything())
    accept_form(questionnaire=town.form(FIRST_SCHOOL), by=BY, at=NOW)
    town.hand_in(SECOND_SCHOOL, everything())
    return_form(questionnaire=town.form(SECOND_SCHOOL), reason="Sprawdź posiłki", by=BY, at=NOW)
    assert reminded(town, around(-14)) == {SECOND_SCHOOL, NGO}


def town_asks(town: City, name: str) -> set[str]:
    rows = town.campaign.assignments.filter(institution=town.institutions[name])
    ids = set(rows.values_list("indicator_id", flat=True))
    return {name for name, indicator in town.indicators.items() if indicator.pk in ids}


@pytest.mark.parametrize(
    ("days", "due"),
    [(-15, False), (-14, True), (-12, True), (-11, True), (-10, False), (-3, True), (0, True),
     (1, True), (5, False), (7, True), (11, False)],
)  # fmt: skip
def test_reminders_come_on_planned_days_or_soon_after(town: City, days: int, due: bool) -> None:
    assert bool(reminders_due(town.campaign, around(days))) is due


def test_a_reminder_for_the_same_day_is_never_sent_twice(town: City) -> None:
    assert len(reminded(town, around(-14))) == 4
    assert reminded(town, around(-14)) == set()
    assert reminded(town, around(-13)) == set()
    assert reminded(town, around(-13), everyone=True) != set()
    assert reminded(town, around(-13), everyone=True) == set()


def test_the_database_itself_refuses_a_second_reminder_for_a_day(town: City) -> None:
    reminded(town, around(-14))
    message = Message.objects.first()
    assert message is not None
    message.pk, message.uuid = None, town.campaign.uuid
    message._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_an_extension_moves_the_reminders_of_one_institution(town: City) -> None:
    extend(questionnaire=town.form(NGO), until=around(10), reason="choroba", by=BY, at=NOW)
    assert reminded(town, around(1)) == {CENTRE, FIRST_SCHOOL, SECOND_SCHOOL}
    assert reminded(town, around(7)) == {CENTRE, FIRST_SCHOOL, SECOND_SCHOOL, NGO}
    kinds = Message.objects.filter(questionnaire=town.form(NGO)).exclude(kind=K.EXTENSION)
    assert [message.kind for message in kinds] == [K.REMINDER_BEFORE]


def test_nobody_is_reminded_on_the_day_of_the_invitation_nor_before(town: City) -> None:
    town.campaign.reminder_days = [-38, -43]  # 20 January (opened) and 15 January
    town.campaign.save()
    assert not reminders_due(town.campaign, around(-43))
    assert not reminders_due(town.campaign, around(-38))
    town.campaign.reminder_days = [-37]
    assert reminders_due(town.campaign, around(-37))


def test_words_before_and_after_the_deadline_differ(town: City) -> None:
    reminded(town, around(-3))
    assert "zostały 3 dni" in Message.objects.filter(kind=K.REMINDER_BEFORE)[0].body
    reminded(town, around(1))
    assert "1 dzień temu" in Message.objects.filter(kind=K.REMINDER_AFTER)[0].body


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "został 1 dzień"), (2, "zostały 2 dni"), (5, "zostało 5 dni"), (22, "zostały 22 dni"),
     (0, "dziś"), (-2, "2 dni temu")],
)  # fmt: skip
def test_the_distance_to_the_deadline_in_words(days: int, words: str) -> None:
    assert days_left(around(days), DEADLINE) == words


# --- notices -------------------------------------------------------------------------------------


def test_handing_in_gives_a_receipt_with_who_when_and_hash(town: City) -> None:
    town.hand_in(FIRST_SCHOOL, everything())
    submission = town.form(FIRST_SCHOOL).submissions.get()
    body = only(town, K.RECEIPT).body
    for words in ("szkoła", "20 stycznia 2026 r., godz. 10:00", submission.content_hash,
                  submission.receipt):  # fmt: skip
        assert words in body


def test_returning_and_asking_tell_the_institution(town: City) -> None:
    town.hand_in(FIRST_SCHOOL, everything())
    form = town.form(FIRST_SCHOOL)
    ask(questionnaire=form, indicator=town.indicators[MEALS], text="Skąd wzrost?", by=BY, at=NOW)
    return_form(questionnaire=form, reason="Sprawdź posiłki", by=BY, at=NOW)
    question, returned = only(town, K.QUESTION), only(town, K.RETURNED)
    assert MEALS in question.body
    assert "Skąd wzrost?" in question.body
    assert "Sprawdź posiłki" in returned.body
    assert returned.link == question.link


def test_an_institution_without_an_address_can_still_hand_in(town: City) -> None:
    without_address(town, FIRST_SCHOOL)
    town.hand_in(FIRST_SCHOOL, everything())
    assert town.form(FIRST_SCHOOL).state == "submitted"
    assert not Message.objects.exists()


# --- summary -------------------------------------------------------------------------------------


def test_the_summary_is_due_weekly_and_on_the_deadline(town: City) -> None:
    first_monday = dt.date(2026, 1, 26)
    assert not summary_due(town.campaign, dt.date(2026, 1, 25))
    assert summary_due(town.campaign, first_monday)
    summarise(campaign=town.campaign, on=first_monday, by=BY, at=at(first_monday))
    assert not summary_due(town.campaign, dt.date(2026, 2, 1))
    assert summary_due(town.campaign, dt.date(2026, 2, 3))  # Monday passed in silence
    monday = dt.date(2026, 2, 23)
    summarise(campaign=town.campaign, on=monday, by=BY, at=at(monday))
    assert not summary_due(town.campaign, around(-1))
    assert summary_due(town.campaign, DEADLINE)
    assert summarise(campaign=town.campaign, on=DEADLINE, by=BY, at=at(DEADLINE))
    assert not summary_due(town.campaign, around(1))
    assert summarise(campaign=town.campaign, on=DEADLINE, by=BY, at=at(DEADLINE)) is None


def test_the_summary_counts_and_names_who_is_late(town: City) -> None:
    town.hand_in(FIRST_SCHOOL, everything())
    without_address(town, NGO)
    day = around(3)
    message = summarise(campaign=town.campaign, on=day, by=BY, at=at(day))
    assert message is not None
    assert message.recipient == "koordynator@example.org"
    assert message.subject == "Dane za 2025 r.: 1 z 4, stan na 2 marca 2026 r."
    assert "Po terminie (3):" in message.body
    assert f"Bez adresu e-mail (1):\n- {NGO}" in message.body
    assert f"- {FIRST_SCHOOL}" not in message.body


# --- words ---------------------------------------------------------------------------------------


def test_default_words_of_every_kind_pass_the_check() -> None:
    assert defaults().keys() == set(K)
    for kind, words in defaults().items():
        check_words(kind, words)
    assert set(NAMES) == set().union(*ALLOWED.values())


@pytest.mark.parametrize(
    ("subject", "body", "why"),
    [
        ("Temat", "{link} {powod}", r"Nie znam nazwy \{powod\}"),
        ("Temat", "{link} {instytucja.contact_email}", "Nie znam nazwy"),
        ("Temat", "{link} {", "Nawias klamrowy"),
        ("Temat", "bez adresu", r"musi stać \{link\}"),
        ("{link}", "{link}", "nie może stać w temacie"),
        ("", "{link}", "temat i treść"),
        ("dwa\nwiersze", "{link}", "jednym wierszem"),
        ("Temat", "{link}" + "x" * 5000, "skróć je"),
    ],
)
def test_words_with_a_slip_are_refused(subject: str, body: str, why: str) -> None:
    with pytest.raises(TemplateError, match=why):
        save_template(kind=K.INVITATION, subject=subject, body=body, by=BY, at=NOW)
    assert not MessageTemplate.objects.exists()


def test_saved_words_are_used_and_the_older_ones_stay(town: City) -> None:
    save_template(kind=K.INVITATION, subject="Nowy temat {rok}", body="{link}", by=BY, at=NOW)
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[town.form(NGO)])
    assert only(town, K.INVITATION).subject == "Nowy temat 2025"
    reset_template(kind=K.INVITATION, by=BY, at=NOW)
    assert words_of(K.INVITATION).subject == defaults()[K.INVITATION].subject
    assert MessageTemplate.objects.count() == 2
    with pytest.raises(IntegrityError, match="zapisz następną wersję"), transaction.atomic():
        MessageTemplate.objects.update(subject="inny")


def test_a_name_cannot_add_a_header_nor_be_read_as_a_template(town: City) -> None:
    form = town.form(NGO)
    form.institution.name = "Droga {link}\r\nBcc: obcy@example.org"
    form.institution.save()
    save_template(kind=K.INVITATION, subject="Do {instytucja}",
                  body="Do {instytucja}: {link}", by=BY, at=NOW)  # fmt: skip
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[form])
    message = only(town, K.INVITATION)
    assert message.subject == "Do Droga {link} Bcc: obcy@example.org"
    assert body_with(message.body, "ADRES").endswith("obcy@example.org: ADRES\n")
    assert "Droga {link}" in body_with(message.body, "ADRES")


# --- the log -------------------------------------------------------------------------------------


def test_only_a_waiting_message_is_taken_back_and_only_a_settled_one_sent_again(
    town: City,
) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[town.form(NGO)])
    message = only(town, K.INVITATION)
    with pytest.raises(MessageStateError):
        requeue(message=message, by=BY, at=NOW)
    assert cancel(message=message, by=BY, at=NOW).state == MessageState.CANCELLED
    with pytest.raises(MessageStateError):
        cancel(message=message, by=BY, at=NOW)
    assert requeue(message=message, by=BY, at=NOW).state == MessageState.QUEUED


def test_a_message_sent_again_follows_the_corrected_address(town: City) -> None:
    invite(campaign=town.campaign, by=BY, at=NOW, forms=[town.form(NGO)])
    message = only(town, K.INVITATION)
    first = message.link
    assert first is not None
    Message.objects.update(state=MessageState.FAILED)
    form = town.form(NGO)
    form.contact_email = "biuro@droga.example"
    form.save()
    revoke_link(link=first, by=BY, at=NOW)
    again = requeue(message=only(town, K.INVITATION), by=BY, at=NOW)
    assert again.recipient == "biuro@droga.example"
    assert again.link is not None
    assert again.link.sent_to == "biuro@droga.example"
    assert again.link != first
