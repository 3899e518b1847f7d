"""The procedure at the desk: who gets where, and what every step leaves on screen."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from miernik.accounts.models import Institution, Membership, Role, User
from miernik.audit.models import Event
from miernik.cases.models import (
    Application,
    ApplicationState,
    Decision,
    DecisionKind,
    Payment,
    PaymentState,
)
from miernik.cases.procedure.services import Wish, issue_decision, prepare_decision
from miernik.rules.benefits import Benefit
from miernik.web.templatetags.desk import event_details
from tests.cases import procedure_cases as cases

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def at_desk() -> Callable[..., Client]:
    """A logged-in client of a person with these roles in the city as a whole."""

    def log_in(*roles: Role) -> Client:
        client = Client()
        client.force_login(cases.user("-".join(roles) or "nikt", *roles))
        return client

    return log_in


@pytest.fixture
def worker(at_desk: Callable[..., Client]) -> Client:
    return at_desk(Role.SOCIAL_WORKER)


@pytest.fixture
def clerk(at_desk: Callable[..., Client]) -> Client:
    return at_desk(Role.BENEFITS_CLERK)


@pytest.fixture
def director(at_desk: Callable[..., Client]) -> Client:
    return at_desk(Role.DIRECTOR)


def _text(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]  # every response has it


# --- the whole way -------------------------------------------------------------------------------


def test_an_application_goes_the_whole_way_to_a_paid_decision(
    worker: Client, clerk: Client, director: Client
) -> None:
    family = cases.family()
    person = cases.head(family)
    sent = worker.post(
        reverse("case-new", args=[family.uuid]),
        {"applicant": str(person.uuid), "received_on": "2025-03-03",
         "benefits": ["zasilek_okresowy"], "text": "Straciłam pracę."},
    )  # fmt: skip
    application = Application.objects.get()
    case = reverse("case", args=[application.uuid])
    assert sent.headers["Location"] == case
    early = clerk.get(case)
    assert "Przygotuj decyzję" not in _text(early)  # before the interview

    worker.post(
        reverse("case-interview", args=[application.uuid]),
        {"held_on": "2025-03-05", "findings": "Brak dochodu.", "plan": "Praca z doradcą."},
    )
    page = _text(clerk.get(case))
    assert "505,00\xa0zł".replace("\xa0", " ") in page.replace("\xa0", " ")
    draft_path = reverse("case-draft", args=[application.uuid, "zasilek_okresowy", person.uuid])
    assert draft_path in clerk.get(case).content.decode()
    drafted = clerk.post(
        draft_path,
        {"kind": "grant", "since": "2025-03-01", "until": "2025-05-31", "amount": "505"},
    )
    decision = Decision.objects.get()
    assert drafted.headers["Location"] == reverse("decision", args=[decision.uuid])
    assert "Wydaj decyzję" not in _text(clerk.get(drafted.headers["Location"]))

    director.post(reverse("decision-issue", args=[decision.uuid]), {"decided_on": "2025-03-10"})
    decision.refresh_from_db()
    assert (decision.number, decision.amount_gr) == ("D/2025/000001", 505_00)
    shown = _text(clerk.get(reverse("decision", args=[decision.uuid])))
    assert "zgadza się co do grosza" in shown
    # issued late, so all three months fall due on the day of issue
    month = timezone.localdate().strftime("%Y-%m")
    Payment.objects.update(due_on=timezone.localdate())
    paid = clerk.post(
        reverse("payments") + f"?month={month}",
        {"payments": list(Payment.objects.values_list("pk", flat=True)), "action": "paid",
         "paid_on": timezone.localdate().isoformat()},
    )  # fmt: skip
    assert paid.status_code == 302
    assert set(Payment.objects.values_list("state", flat=True)) == {PaymentState.PAID}


def test_the_letter_says_what_was_decided_in_pdf_and_docx(clerk: Client) -> None:
    decision = cases.issued(cases.family())
    pdf = clerk.get(reverse("decision-letter", args=[decision.uuid, "pdf"]))
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    docx = clerk.get(reverse("decision-letter", args=[decision.uuid, "docx"]))
    with zipfile.ZipFile(io.BytesIO(docx.content)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "pięćset pięć złotych 00/100" in body
    assert 'filename="decyzja-D-2025-000001.docx"' in docx.headers["Content-Disposition"]
    assert Event.objects.filter(action="letter.printed").count() == 2


# --- faults are told, nothing is lost ------------------------------------------------------------


def test_an_amount_beyond_the_law_comes_back_with_the_reason(clerk: Client) -> None:
    family = cases.family()
    application = cases.interviewed(family)
    path = reverse(
        "case-draft", args=[application.uuid, "zasilek_okresowy", cases.head(family).uuid]
    )
    answer = clerk.post(
        path, {"kind": "grant", "since": "2025-03-01", "until": "2025-05-31", "amount": "824"}
    )
    assert answer.status_code == 422
    assert "od 505,00 zł do 823,00 zł" in _text(answer).replace("\xa0", " ")
    assert 'value="824"' in answer.content.decode()


def test_an_application_without_a_benefit_is_refused_in_polish(worker: Client) -> None:
    family = cases.family()
    answer = worker.post(
        reverse("case-new", args=[family.uuid]),
        {"applicant": str(cases.head(family).uuid), "received_on": "2025-03-03"},
    )
    assert answer.status_code == 422
    assert "Zaznacz, o jaką pomoc chodzi." in _text(answer)


def test_nothing_ticked_is_said_so(clerk: Client) -> None:
    cases.issued(cases.family())
    answer = clerk.post(reverse("payments"), {"action": "paid", "paid_on": "2025-03-25"})
    assert answer.status_code == 422
    assert "Nie zaznaczono żadnej wypłaty." in _text(answer)


def test_withholding_needs_a_reason_and_can_be_taken_back(clerk: Client) -> None:
    cases.issued(cases.family())
    payment = Payment.objects.order_by("month")[0]
    path = reverse("payments") + f"?month={payment.due_on:%Y-%m}"
    assert clerk.post(path, {"payments": payment.pk, "action": "withhold"}).status_code == 422
    refused = clerk.post(path, {"payments": payment.pk, "action": "withhold", "reason": ""})
    assert "Wybierz powód wstrzymania" in _text(refused)
    told = {"payments": payment.pk, "action": "withhold", "reason": "Jan Kowalski jest w szpitalu"}
    assert clerk.post(path, told).status_code == 422
    clerk.post(path, told | {"reason": "zmiana_sytuacji"})
    event = Event.objects.filter(action="payment.withheld").latest("id")
    assert event_details(event) == "zmiana sytuacji osoby lub rodziny"
    payment.refresh_from_db()
    assert payment.state == PaymentState.WITHHELD
    clerk.post(path, {"payments": payment.pk, "action": "release"})
    payment.refresh_from_db()
    assert payment.state == PaymentState.PLANNED


def test_an_application_with_an_issued_decision_is_not_offered_for_withdrawal(
    worker: Client,
) -> None:
    """Another benefit still waits, but the service would refuse: a decision was issued."""
    of = cases.family()
    application = cases.interviewed(of, Benefit.PERIODIC, Benefit.PURPOSIVE)
    page = reverse("case", args=[application.uuid])
    assert "Osoba wycofuje wniosek" in _text(worker.get(page))
    wish = Wish(kind=DecisionKind.GRANT, since=D(2025, 3, 1), until=D(2025, 5, 31), amount_gr=50500)
    draft = prepare_decision(
        application=application, benefit=Benefit.PERIODIC, person=cases.head(of), wish=wish,
        by="celina", at=cases.AT,
    )  # fmt: skip
    assert "Osoba wycofuje wniosek" in _text(worker.get(page))
    issue_decision(decision=draft, decided_on=D(2025, 3, 10), by="dorota", at=cases.AT)
    application.refresh_from_db()
    assert application.state == ApplicationState.INTERVIEWED
    assert "Osoba wycofuje wniosek" not in _text(worker.get(page))


def test_more_than_half_of_a_payment_is_not_set_off(clerk: Client) -> None:
    decision = cases.issued(cases.family())
    path = reverse("grant-set-off", args=[decision.grant.uuid])
    refused = clerk.post(path, {"monthly": "252,51"})
    assert refused.status_code == 422
    assert "najwyżej 252,50 zł" in _text(refused).replace("\xa0", " ")
    clerk.post(path, {"monthly": "252,50"})
    assert set(Payment.objects.values_list("set_off_gr", flat=True)) == {252_50}


# --- the work list -------------------------------------------------------------------------------


def test_the_work_list_tells_each_role_its_own_work(
    worker: Client, clerk: Client, director: Client
) -> None:
    waiting = cases.received(cases.family())
    ready = cases.interviewed(cases.family(cases.person("Jan", "Nowak")))
    draft = cases.drafted(cases.family(cases.person("Ewa", "Lis")))
    desk = reverse("worklist")
    for client, mine in ((worker, waiting.number), (clerk, ready.number)):
        shown = client.get(desk).content.decode()
        others = {waiting.number, ready.number} - {mine}
        assert mine in shown
        assert not any(number in shown for number in others)
    signing = director.get(desk).content.decode()
    assert reverse("decision", args=[draft.uuid]) in signing
    assert waiting.number not in signing
    assert "po terminie" in signing


def test_an_empty_work_list_says_so(worker: Client) -> None:
    assert "Nic nie czeka." in _text(worker.get(reverse("worklist")))


# --- who gets where ------------------------------------------------------------------------------


def _member_of(team: Institution, name: str) -> Client:
    user = User.objects.create_user(name, password="dlugie-haslo-do-testow")
    Membership.objects.create(user=user, role=Role.SOCIAL_WORKER, institution=team)
    client = Client()
    client.force_login(user)
    return client


def test_a_worker_of_another_team_is_refused_case_decision_and_letter() -> None:
    ours, theirs = (Institution.objects.create(name=f"Zespół {n}") for n in "AB")
    family = cases.family()
    family.team = ours
    family.save()
    decision = cases.issued(family)
    assert decision.application is not None
    paths = [
        reverse("case", args=[decision.application.uuid]),
        reverse("decision", args=[decision.uuid]),
        reverse("decision-letter", args=[decision.uuid, "pdf"]),
        reverse("case-new", args=[family.uuid]),
        reverse("what-if-family", args=[family.uuid]),
        reverse("interview-update", args=[family.uuid]),
    ]
    own, other = _member_of(ours, "wanda-a"), _member_of(theirs, "wanda-b")
    for path in paths:
        assert own.get(path).status_code == 200, path
        assert other.get(path).status_code == 403, path
    assert Event.objects.filter(subject=f"family:{family.uuid}", by="wanda-b").count() == len(paths)


def test_only_the_director_signs_and_only_the_clerk_drafts_and_pays(
    worker: Client, clerk: Client, director: Client
) -> None:
    draft = cases.drafted(cases.family())
    issue = reverse("decision-issue", args=[draft.uuid])
    for client in (worker, clerk):
        assert client.post(issue, {"decided_on": "2025-03-10"}).status_code == 403
    assert worker.get(reverse("payments")).status_code == 403
    assert director.get(reverse("payments")).status_code == 403
    revise = reverse("decision-revise", args=[draft.uuid])
    assert worker.get(revise).status_code == 403
    assert director.get(revise).status_code == 403
    assert clerk.get(revise).status_code == 200


def test_a_coordinator_and_a_passer_by_see_none_of_it(at_desk: Callable[..., Client]) -> None:
    decision = cases.issued(cases.family())
    path = reverse("decision", args=[decision.uuid])
    assert at_desk(Role.COORDINATOR).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_every_opened_case_stands_in_the_log(clerk: Client) -> None:
    application = cases.interviewed(cases.family())
    clerk.get(reverse("case", args=[application.uuid]))
    event = Event.objects.filter(action="file.read").latest("id")
    assert event.subject == f"family:{application.family.uuid}"
    assert "Kowalska" not in str(event.data)


# --- change, what-if -----------------------------------------------------------------------------


def test_a_benefit_is_stopped_from_its_decision(clerk: Client, director: Client) -> None:
    old = cases.issued(cases.family())
    path = reverse("grant-change", args=[old.grant.uuid])
    assert path in clerk.get(reverse("decision", args=[old.uuid])).content.decode()
    clerk.post(path, {"kind": "stop", "since": "2025-05-01", "reasoning": "Podjęła pracę."})
    stop = Decision.objects.get(kind=DecisionKind.STOP)
    director.post(reverse("decision-issue", args=[stop.uuid]), {"decided_on": "2025-04-20"})
    old.grant.refresh_from_db()
    assert old.grant.until == D(2025, 4, 30)
    page = _text(clerk.get(reverse("decision", args=[stop.uuid])))
    assert "uchylam" in page
    assert "Podjęła pracę." in page


def test_what_if_shows_a_family_both_laws_side_by_side(clerk: Client) -> None:
    family = cases.family(cases.person(unable=True))
    cases.received(family, Benefit.PERMANENT)
    page = _text(
        clerk.get(reverse("what-if-family", args=[family.uuid]), {"on": "2024-06-01"})
    ).replace("\xa0", " ")
    # 2024: at most 1000 zł; since 2025: 1229 zł
    assert "1 229,00 zł" in page
    assert "1 000,00 zł" in page
    assert "−229,00 zł" in page


def test_what_if_over_the_register_counts_who_loses(director: Client) -> None:
    family = cases.family(cases.person(unable=True))
    cases.received(family, Benefit.PERMANENT)
    page = director.get(reverse("what-if"), {"on": "2024-06-01"})
    simulation = page.context["simulation"]
    assert (simulation.lose, simulation.gain) == (1, 0)
    permanent = simulation.totals[0]
    assert (permanent.cost_before, permanent.cost_after) == (1229_00, 1000_00)


def test_the_family_file_shows_cases_benefits_and_payments(worker: Client) -> None:
    decision = cases.issued(cases.family())
    page = worker.get(reverse("family", args=[decision.family.uuid])).content.decode()
    assert decision.number in page
    assert reverse("case-new", args=[decision.family.uuid]) in page


def test_the_next_page_of_the_work_list_keeps_its_filter(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miernik.web.office.procedure.worklist.ROWS_A_PAGE", 1)
    for name in ("Jan", "Ewa"):
        cases.received(cases.family(cases.person(name, "Nowak")))
    page = worker.get(reverse("worklist"), {"co": "interview"}).content.decode()
    assert "?co=interview&amp;strona=2" in page
