"""Writes the letter of a decision from what the decision stores."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from miernik.accounts.models import User
from miernik.cases.models import (
    Decision,
    DecisionKind,
    DecisionState,
    Family,
    InterviewKind,
    Payment,
    PaymentState,
    RefusalGround,
)
from miernik.cases.procedure.letter import Authority, Instalment, Letter, Line
from miernik.cases.procedure.terms import Term, due
from miernik.cases.procedure.wording import (
    GROUND_ARTICLES,
    GROUND_SENTENCES,
    WORDS,
    legal_basis,
)
from miernik.kernel.dates import print_date, print_month, print_short_date
from miernik.kernel.money import print_zloty, zloty_in_words
from miernik.kernel.text import plural
from miernik.rules.benefits import Benefit
from miernik.rules.calculation import Explanation
from miernik.rules.explanation import explanation_from_json, shown
from miernik.rules.law import Parameter
from miernik.rules.reasons import ReasonCode, label_on

_DRAFT = "Projekt decyzji"
#: Parts of a row of Tabela Nr 2 that art. 7 does not name: a letter names the row's reason.
_KINDS_OF_FAMILIES = frozenset(
    {ReasonCode.HELPLESS_INCOMPLETE_FAMILY, ReasonCode.HELPLESS_LARGE_FAMILY}
)
#: Since this day a party may waive the right of appeal (art. 127a kpa).
_WAIVER_SINCE = dt.date(2017, 6, 1)


def authority() -> Authority:
    """Return who writes letters in this installation (settings MIERNIK_CENTRE_…)."""
    return Authority(**settings.CENTRE)


def letter_of(decision: Decision, *, today: dt.date) -> Letter:
    """Return the letter of a decision; ``today`` dates a draft, an issued one has its own date."""
    day = decision.decided_on or today
    sender = authority()
    draft = decision.state == DecisionState.DRAFT
    case_sign = decision.application.number if decision.application else decision.family.number
    return Letter(
        title=_DRAFT if draft else f"Decyzja nr {decision.number}",
        number=decision.number,
        case_sign=case_sign,
        place_and_date=f"{sender.town}, {print_date(day)}",
        authority=sender,
        addressee=(full_name(decision), *_address(decision.family)),
        legal_basis=_basis(decision, day),
        preamble=_preamble(decision),
        verb=_VERBS[DecisionKind(decision.kind)],
        operative=_operative(decision),
        payments=_payments(decision),
        calculation=_calculation(decision),
        parameters=_parameters(decision),
        justification=_justification(decision),
        instruction=_instruction(day, sender),
        signature=_signature(decision, sender),
        recipients=(full_name(decision), "a/a"),
        draft=draft,
    )


_VERBS = {
    DecisionKind.GRANT: "przyznaję",
    DecisionKind.REFUSAL: "odmawiam",
    DecisionKind.CHANGE: "zmieniam",
    DecisionKind.STOP: "uchylam",
}


def full_name(decision: Decision) -> str:
    """Return the person's name, first name first."""
    return f"{decision.person.first_name} {decision.person.last_name}"


def explanations_of(decision: Decision) -> list[Explanation]:
    """Return the calculation in order: income, income test, the benefit itself."""
    stored = decision.calculation
    if not stored:
        return []
    parts = [stored["income"], stored["income_test"]]
    if stored["entitlement"]:
        parts.append(stored["entitlement"]["explanation"])
    return [explanation_from_json(part) for part in parts]


def closed(sentence: str) -> str:
    """Return a sentence with its full stop; a date ends with one already ("2025 r.")."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def _address(family: Family) -> tuple[str, ...]:
    return tuple(part.strip() for part in family.address.split(",") if part.strip())


def _basis(decision: Decision, day: dt.date) -> str:
    more = []
    if decision.changes is not None:
        more.append("art. 106 ust. 5")
    if decision.ground:
        more.append(GROUND_ARTICLES.get(RefusalGround(decision.ground), ""))
    return legal_basis(Benefit(decision.benefit), day, *more)


def _preamble(decision: Decision) -> str:
    application = decision.application
    if application is None:
        return "po przeprowadzeniu postępowania z urzędu"
    day = print_date(application.received_on)
    if application.ex_officio:
        return f"po przeprowadzeniu postępowania wszczętego z urzędu w dniu {day}"
    return f"po rozpatrzeniu wniosku z dnia {day}"


def _operative(decision: Decision) -> tuple[str, ...]:
    kind, words = DecisionKind(decision.kind), WORDS[Benefit(decision.benefit)]
    person = f"Osoba uprawniona: {full_name(decision)}."
    if kind is DecisionKind.REFUSAL:
        return (f"przyznania {words.of}.", f"Strona: {full_name(decision)}.")
    if kind is DecisionKind.GRANT:
        return (closed(f"{words.whom} {_amount_and_period(decision)}"), person)
    grant = decision.changes
    assert grant is not None
    assert decision.since is not None
    before = f"decyzję nr {grant.decision.number}" if grant.decision else "decyzję"
    if grant.decided_on:
        before += f" z dnia {print_date(grant.decided_on)}"
    since = print_date(decision.since)
    if kind is DecisionKind.STOP:
        text = f"{before} w sprawie {words.of} z dniem {since}"
        return (f"{text}; od tego dnia świadczenie nie przysługuje.", person)
    changed = f"{before} w ten sposób, że przyznaję {words.whom} {_amount_and_period(decision)}"
    return (closed(changed), person)


def _amount_and_period(decision: Decision) -> str:
    assert decision.since is not None
    parts = []
    if decision.amount_gr is not None:
        how = "jednorazowo" if decision.one_off else "miesięcznie"
        words = zloty_in_words(decision.amount_gr)
        parts.append(f"w wysokości {print_zloty(decision.amount_gr)} {how} (słownie: {words})")
    if not decision.one_off:
        until = f"do {print_date(decision.until)}" if decision.until else "na czas nieokreślony"
        parts.append(f"od {print_date(decision.since)} {until}")
    return ", ".join(parts)


def _payments(decision: Decision) -> tuple[Instalment, ...]:
    if decision.state == DecisionState.DRAFT:
        return ()
    rows = (
        Payment.objects.filter(grant__decision=decision)
        .exclude(state=PaymentState.CANCELLED)
        .order_by("month")
    )
    return tuple(
        Instalment(print_month(row.month), print_zloty(row.amount_gr), print_short_date(row.due_on))
        for row in rows
    )


def _calculation(decision: Decision) -> tuple[Line, ...]:
    lines = []
    for explanation in explanations_of(decision):
        lines.append(Line(explanation.title, "", "", strong=True))
        lines += [
            Line(step.text, shown(step.value, step.unit), step.article)
            for step in explanation.steps
        ]
    return tuple(lines)


def _parameters(decision: Decision) -> tuple[Line, ...]:
    used: dict[tuple[str, dt.date], Parameter] = {}
    for explanation in explanations_of(decision):
        used.update({(item.key, item.since): item for item in explanation.parameters})
    return tuple(
        Line(
            item.label,
            item.text or shown(item.value, item.unit),
            f"{item.article}, {item.journal}, od {print_short_date(item.since)}",
        )
        for item in used.values()
    )


def _justification(decision: Decision) -> tuple[str, ...]:
    paragraphs = [_course(decision), _situation(decision), _income(decision)]
    ground = decision.ground and GROUND_SENTENCES.get(RefusalGround(decision.ground), "")
    paragraphs.append(_room(decision))
    paragraphs += [ground or "", *decision.reasoning.splitlines()]
    return tuple(text for text in paragraphs if text.strip())


_VISITS = {
    InterviewKind.FIRST.value: "Rodzinny wywiad środowiskowy przeprowadzono w dniu",
    InterviewKind.UPDATE.value: "Rodzinny wywiad środowiskowy zaktualizowano w dniu",
}


def _course(decision: Decision) -> str:
    application = decision.application
    if application is None:
        return "Zmieniły się okoliczności, na których opierała się dotychczasowa decyzja."
    day = print_date(application.received_on)
    asked = ", ".join(WORDS[Benefit(code)].whom for code in application.benefits)
    start = (
        f"W dniu {day} wszczęto z urzędu postępowanie o: {asked}."
        if application.ex_officio
        else f"W dniu {day} wpłynął wniosek o: {asked}."
    )
    held = application.interviews.filter(held_on__isnull=False).order_by("held_on", "id")
    visits = [
        closed(f"{_VISITS[row.kind]} {print_date(row.held_on)}") for row in held if row.held_on
    ]
    return " ".join((start, *visits))


def _situation(decision: Decision) -> str:
    family = (decision.calculation or {}).get("family")
    if not family:
        return ""
    count = len(family["members"])
    if count == 1:
        who = "Strona jest osobą samotnie gospodarującą."
    else:
        who = f"Rodzina liczy {count} {plural(count, 'osobę', 'osoby', 'osób')}."
    reasons = ", ".join(_reasons(family["reasons"], decision.since or decision.decided_on))
    return f"{who} Powody pomocy z art. 7 ustawy: {reasons}." if reasons else who


def _reasons(codes: list[str], day: dt.date | None) -> list[str]:
    """Name reasons as art. 7 does on a day: kinds of families are no reason of their own there."""
    found = [ReasonCode(code) for code in codes]
    named = [code.head if code in _KINDS_OF_FAMILIES and code.head else code for code in found]
    return [(label_on(code, day) if day else code.label).lower() for code in dict.fromkeys(named)]


def _income(decision: Decision) -> str:
    stored = decision.calculation
    if not stored:
        return ""
    month = _income_month(stored["income"])
    relation = "nie przekracza kryterium" if stored["within_criterion"] else "przekracza kryterium"
    whose = "rodziny" if len(stored["family"]["members"]) > 1 else "strony"
    return (
        f"Dochód {whose} ustalony zgodnie z art. 8 ustawy{month} wyniósł "
        f"{print_zloty(stored['income_gr'])} i {relation} "
        f"dochodowego, które wynosi {print_zloty(stored['criterion_gr'])}."
    )


def _income_month(explanation: dict[str, Any]) -> str:
    """Which month's income it is, as the calculation noted it ("02.2025")."""
    for item in explanation["inputs"]:
        if item["name"] == "month":
            month, year = str(item["value"]).split(".")
            return f" za {print_month(dt.date(int(year), int(month), 1))} r."
    return ""


def _room(decision: Decision) -> str:
    """What the law leaves to the centre of the amount."""
    found = (decision.calculation or {}).get("entitlement")
    if decision.amount_gr is None or not found:
        return ""
    low, high = found["minimum_gr"], found["maximum_gr"]
    if low is not None and low == high:
        return f"Kwota wynika wprost z przepisów: {print_zloty(low)} miesięcznie."
    if low is not None and high is not None:
        return (
            f"Przepisy pozwalają przyznać od {print_zloty(low)} do {print_zloty(high)} miesięcznie."
        )
    need = "Kwotę ustalono stosownie do potrzeby i możliwości ośrodka (art. 3 ust. 4 ustawy)."
    return f"Przepisy pozwalają przyznać najwyżej {print_zloty(high)}. {need}" if high else need


def _instruction(day: dt.date, sender: Authority) -> tuple[str, ...]:
    appeal = due(Term.APPEAL, day)
    days = int(appeal.basis.value)
    way = (
        f"Od tej decyzji służy odwołanie do {sender.appeals_board}. Wnosi się je za pośrednictwem "
        f"organu, który wydał decyzję, w terminie {days} dni od dnia jej doręczenia "
        "(art. 127 § 1 i 2 oraz art. 129 § 1 i 2 Kodeksu postępowania administracyjnego)."
    )
    paragraphs = [way]
    if day >= _WAIVER_SINCE:
        paragraphs.append(
            "W tym terminie można zrzec się prawa do odwołania, składając oświadczenie organowi, "
            "który wydał decyzję. Z dniem doręczenia oświadczenia decyzja staje się ostateczna "
            "i prawomocna (art. 127a Kodeksu postępowania administracyjnego)."
        )
    paragraphs.append(
        "Osoby i rodziny korzystające ze świadczeń pomocy społecznej są obowiązane niezwłocznie "
        "poinformować organ o każdej zmianie sytuacji osobistej, dochodowej i majątkowej, która "
        "wiąże się z podstawą do przyznania świadczeń (art. 109 ustawy o pomocy społecznej)."
    )
    return tuple(paragraphs)


def _signature(decision: Decision, sender: Authority) -> tuple[str, ...]:
    if decision.state == DecisionState.DRAFT:
        return ()
    user = User.objects.filter(username=decision.issued_by).first()
    name = (user.get_full_name() if user else "") or decision.issued_by
    return (f"Z upoważnienia {sender.organ}", name, sender.signer_position)
