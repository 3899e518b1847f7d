"""The board: who handed in, who is late, what to look at first, in a bounded number of queries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from miernik.accounts.models import Institution, InstitutionKind
from miernik.accounts.pasted import read_pasted
from miernik.audit.models import Event
from miernik.collection import board
from miernik.collection.board import (
    Line,
    chosen,
    completeness,
    figures_of,
    groups_of,
    is_warning,
    lines_of,
)
from miernik.collection.by_indicator import IndicatorLine, indicator_lines
from miernik.collection.matrix import empty_groups, indicator_rows, institution_rows
from miernik.collection.models import Answer, QuestionnaireState, Submission
from miernik.collection.services.assigning import exclude
from miernik.collection.services.contacts import UnknownNamesError, set_contacts
from miernik.collection.services.review import (
    accept_form,
    accept_forms,
    ask,
    extend,
    return_form,
)
from miernik.collection.validation.rule import Rule, RuleKind, Severity
from miernik.kernel.quantities import Kind
from tests.collection.campaigns import (
    BY,
    CENTRE,
    DEADLINE,
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    NGO,
    NOW,
    SCHOOLS,
    SECOND_SCHOOL,
    SHARE,
    City,
    a_city,
    a_draft,
    an_open_one,
    everything,
)

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2026, 3, 5, 9, 0, tzinfo=dt.UTC)
MANY = 750


def lines(city: City, at: dt.datetime = NOW) -> dict[str, Line]:
    """The board's lines by institution."""
    return {line.form.institution.name: line for line in lines_of(city.campaign, at)}


def names(found: list[Line]) -> list[str]:
    """The institutions of lines, in their order."""
    return [line.form.institution.name for line in found]


def test_a_fresh_campaign_is_silent() -> None:
    figures = figures_of(lines_of(an_open_one().campaign, NOW))
    assert (figures.institutions, figures.handed_in, figures.silent) == (4, 0, 4)
    assert (figures.late, figures.complete, figures.on_time) == (0, 0, None)
    # the schools are asked for 6, the centre for 2, the organisation for 4
    assert (figures.asked, figures.given) == (18, 0)


def test_the_figures_tell_every_state() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    city.hand_in(SECOND_SCHOOL, everything())
    city.hand_in(CENTRE, {name: everything()[name] for name in (MEALS, MONEY)})
    city.save(NGO, {SHARE: everything()[SHARE]})
    accept_form(questionnaire=city.form(CENTRE), by=BY, at=NOW)
    return_form(questionnaire=city.form(SECOND_SCHOOL), reason="Sprawdźcie.", by=BY, at=NOW)
    figures = figures_of(lines_of(city.campaign, NOW))
    assert (figures.handed_in, figures.accepted, figures.waiting) == (2, 1, 1)
    assert (figures.returned, figures.started, figures.silent) == (1, 1, 0)
    assert (figures.complete, figures.given, figures.on_time) == (50, 8, 100)


def test_late_is_from_the_first_moment_after_the_day_of_the_term() -> None:
    city = an_open_one()
    last = dt.datetime(2026, 2, 27, 22, 59, tzinfo=dt.UTC)  # 23.59 in Warsaw
    assert not lines(city, last)[NGO].late
    assert lines(city, last + dt.timedelta(minutes=1))[NGO].overdue


def test_an_extension_spares_one_institution_only() -> None:
    city = an_open_one()
    until = dt.date(2026, 3, 10)
    extend(questionnaire=city.form(NGO), until=until, reason="choroba", by=BY, at=NOW)
    found = lines(city, LATER)
    assert not found[NGO].late
    assert found[CENTRE].late
    assert until > DEADLINE


def test_handed_in_after_the_term_is_late_and_owes_nothing() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything(), at=LATER)
    line = lines(city, LATER)[FIRST_SCHOOL]
    assert (line.late, line.overdue, line.handed_in) == (True, False, True)
    assert figures_of([line]).on_time == 0


def test_answers_are_counted_against_what_is_still_asked() -> None:
    city = an_open_one()
    city.save(FIRST_SCHOOL, {name: everything()[name] for name in (MEALS, MONEY)})
    line = lines(city)[FIRST_SCHOOL]
    assert (line.answered, line.asked) == (2, 6)
    exclude(
        campaign=city.campaign,
        institution=city.institutions[FIRST_SCHOOL],
        indicators=[city.indicators[MONEY]],
        reason="nie ma stołówki",
        by=BY,
        at=NOW,
    )
    line = lines(city)[FIRST_SCHOOL]
    assert (line.answered, line.asked) == (1, 5)


def test_jumps_come_first_and_notes_for_the_office_are_no_warnings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = Rule("skok", "Skok", "", RuleKind.JUMP, Severity.WARNING, "Skok.")
    monkeypatch.setattr(board, "rules_in_force", lambda: (rule,))
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    city.hand_in(SECOND_SCHOOL, everything())
    found = [
        {"rule": "skok", "severity": "warning", "indicator": "x", "message": "Skok."},
        {"rule": "inna", "severity": "note", "indicator": "x", "message": "Uwaga."},
    ]
    _with_findings(city, SECOND_SCHOOL, found)
    line = lines(city)[SECOND_SCHOOL]
    assert (line.jumps, line.warnings) == (1, 1)
    ordered = chosen(lines_of(city.campaign, NOW), order="skoki")
    assert names(ordered)[:2] == [SECOND_SCHOOL, FIRST_SCHOOL]


def test_a_finding_kept_without_its_severity_is_taken_for_a_warning() -> None:
    assert is_warning({"rule": "x", "message": ""})
    assert not is_warning({"rule": "x", "severity": "note", "message": ""})


def _with_findings(city: City, institution: str, findings: list[dict[str, Any]]) -> None:
    """Give an institution a further submission with findings: the rows are never changed."""
    before = city.form(institution).submissions.get()
    content = before.content | {"findings": findings}
    Submission.objects.create(
        questionnaire=before.questionnaire, number=2, content=content,
        content_hash=before.content_hash, receipt=before.receipt, submitted_at=NOW,
        submitted_by="szkoła", channel=before.channel,
    )  # fmt: skip


def test_a_list_is_narrowed_by_state_group_kind_and_words() -> None:
    city = an_open_one()
    city.save(NGO, {SHARE: everything()[SHARE]})
    every = lines_of(city.campaign, NOW)
    group = f"grupa:{Institution.objects.get(name=SCHOOLS).uuid}"
    assert groups_of(every) == [(group, SCHOOLS)]
    assert names(chosen(every, group=group)) == [FIRST_SCHOOL, SECOND_SCHOOL]
    assert names(chosen(every, group=InstitutionKind.NGO)) == [NGO]
    assert names(chosen(every, state=QuestionnaireState.IN_PROGRESS)) == [NGO]
    assert names(chosen(every, words="osrodek rodzinie")) == [CENTRE]
    assert names(chosen(every, words="osrodek droga")) == []


def test_an_open_question_is_seen_until_it_is_settled() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    ask(
        questionnaire=city.form(FIRST_SCHOOL), indicator=city.indicators[MEALS],
        text="Czy z darowizn?", by=BY, at=NOW,
    )  # fmt: skip
    every = lines_of(city.campaign, NOW)
    assert names(chosen(every, questions=True)) == [FIRST_SCHOOL]
    assert figures_of(every).questions == 1


def test_campaigns_are_counted_together() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    assert completeness([city.campaign]) == {city.campaign.pk: (1, 4)}


# --- by indicator --------------------------------------------------------------------------------


def by_name(city: City) -> dict[str, IndicatorLine]:
    """The indicators' lines by wording."""
    return {line.card.name: line for line in indicator_lines(city.campaign)}


def test_shared_people_have_bounds_and_money_a_sum() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything(120))
    city.hand_in(SECOND_SCHOOL, everything(80))
    found = by_name(city)
    assert found[MEALS].bounds == (Decimal(120), Decimal(200))
    assert (found[MEALS].asked, found[MEALS].values, found[MEALS].missing) == (3, 2, 1)
    assert (found[MONEY].bounds, str(found[MONEY].sum)) == (None, "30601.0")
    before = found[MEALS].last_year
    assert before is not None
    assert before.number == 3821


def test_percents_are_pooled_over_their_bases() -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())  # 50 of 200
    assert by_name(city)[SHARE].sum == 25
    assert by_name(city)[SHARE].card.kind is Kind.PERCENT


# --- who is asked --------------------------------------------------------------------------------


def test_the_matrix_counts_from_both_sides() -> None:
    city = a_draft()
    exclude(
        campaign=city.campaign, institution=city.institutions[CENTRE],
        indicators=[city.indicators[MONEY]], reason="nie dotyczy", by=BY, at=NOW,
    )  # fmt: skip
    rows = {row.card.name: (row.asked, row.excluded) for row in indicator_rows(city.campaign)}
    assert (rows[MEALS], rows[MONEY]) == ((3, 0), (2, 1))
    [centre] = institution_rows(city.campaign, "miejski osrodek")
    assert (centre.asked, centre.excluded) == (1, 1)
    assert institution_rows(city.campaign, no_mail=True) == []


def test_a_group_without_members_is_named_with_its_tasks() -> None:
    city = a_city()
    Institution.objects.filter(parent__isnull=False).update(parent=None)
    city = a_draft(city)
    [(group, tasks)] = empty_groups(city.campaign)
    assert group.name == SCHOOLS
    assert tasks == ["Zapewnienie posiłków", "Zajęcia dla dzieci"]


def test_a_pasted_list_tells_every_fault_with_its_line() -> None:
    text = "Szkoła A; a@example.org\n\n; b@example.org\nSzkoła C; c@\nszkoła a; d@example.org\nE"
    pasted = read_pasted(text, email_needed=True)
    assert [(line.number, line.name) for line in pasted.lines] == [(1, "Szkoła A")]
    assert [fault.split(":")[0] for fault in pasted.faults] == [
        "Wiersz 3", "Wiersz 4", "Wiersz 5", "Wiersz 6",
    ]  # fmt: skip
    assert read_pasted("Szkoła A\tx@example.org").lines[0].email == "x@example.org"
    assert read_pasted("Szkoła A").faults == ()


def test_a_new_address_reaches_the_open_form() -> None:
    city = an_open_one()
    lines_ = read_pasted(f"{NGO}; nowy@example.org").lines
    assert set_contacts(lines=lines_, by=BY, at=NOW) == 1
    assert city.form(NGO).contact_email == "nowy@example.org"
    with pytest.raises(UnknownNamesError, match="Nieznana"):
        set_contacts(lines=read_pasted("Nieznana; x@example.org").lines, by=BY, at=NOW)


# --- many ----------------------------------------------------------------------------------------


def test_the_board_of_750_institutions_takes_six_queries(
    django_assert_max_num_queries: Any,
) -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    pattern = city.form(FIRST_SCHOOL).submissions.get()
    _multiply(city, pattern)
    with django_assert_max_num_queries(6):
        found = lines_of(city.campaign, NOW)
    assert len(found) == MANY + 4
    assert figures_of(found).handed_in == MANY + 1
    with django_assert_max_num_queries(12):
        indicator_lines(city.campaign)


def _multiply(city: City, pattern: Submission) -> None:
    """Give 750 more schools a form that was handed in, with the school's answers."""
    group = Institution.objects.get(name=SCHOOLS)
    schools = Institution.objects.bulk_create(
        Institution(name=f"Przedszkole nr {n}", kind=InstitutionKind.SCHOOL, parent=group)
        for n in range(MANY)
    )
    asked = list(
        city.campaign.assignments.filter(institution=city.institutions[FIRST_SCHOOL])
        .order_by("id")
        .values_list("indicator_id", flat=True)
    )
    row = city.campaign.assignments.model
    row.objects.bulk_create(
        row(campaign=city.campaign, institution=school, indicator_id=key, origin="added")
        for school in schools
        for key in asked
    )
    form = type(pattern.questionnaire)
    forms = form.objects.bulk_create(
        form(campaign=city.campaign, institution=school, state="submitted") for school in schools
    )
    answers = list(pattern.questionnaire.answers.order_by("id"))
    Answer.objects.bulk_create(
        Answer(
            questionnaire=item, indicator_id=answer.indicator_id, content=answer.content,
            saved_at=NOW, saved_by="szkoła",
        )
        for item in forms
        for answer in answers
    )  # fmt: skip
    Submission.objects.bulk_create(
        Submission(
            questionnaire=item, number=1, content=pattern.content,
            content_hash=pattern.content_hash, receipt=pattern.receipt, submitted_at=NOW,
            submitted_by="szkoła", channel=pattern.channel,
        )
        for item in forms
    )  # fmt: skip


def test_accepting_750_forms_takes_few_queries_and_leaves_an_event_each(
    django_assert_max_num_queries: Any,
) -> None:
    city = an_open_one()
    city.hand_in(FIRST_SCHOOL, everything())
    _multiply(city, city.form(FIRST_SCHOOL).submissions.get())
    forms = list(city.campaign.questionnaires.order_by("id"))
    with django_assert_max_num_queries(40):
        accepted = accept_forms(questionnaires=forms, by=BY, at=NOW)
    assert accepted == (MANY + 1, 3)
    assert Event.objects.filter(action="questionnaire.accepted").count() == MANY + 1
    last = city.campaign.questionnaires.filter(state=QuestionnaireState.ACCEPTED).order_by("-id")
    assert last[0].accepted == last[0].submissions.get()
