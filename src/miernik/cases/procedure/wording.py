"""Benefits in the cases a sentence needs, and the articles a decision rests on."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from miernik.cases.models import RefusalGround
from miernik.rules.benefits import Benefit


class Words(NamedTuple):
    """A benefit's name and articles.

    ``whom``: biernik ("przyznaję …"), ``of``: dopełniacz ("odmawiam przyznania …").
    """

    whom: str
    of: str
    articles: str


_CARE = "art. 36 pkt 2 lit. l, art. 50"
WORDS: dict[Benefit, Words] = {
    Benefit.PERMANENT: Words("zasiłek stały", "zasiłku stałego", "art. 36 pkt 1 lit. a, art. 37"),
    Benefit.PERIODIC: Words(
        "zasiłek okresowy", "zasiłku okresowego", "art. 36 pkt 1 lit. b, art. 38"
    ),
    Benefit.PURPOSIVE: Words("zasiłek celowy", "zasiłku celowego", "art. 36 pkt 1 lit. c, art. 39"),
    Benefit.SPECIAL_PURPOSIVE: Words(
        "specjalny zasiłek celowy",
        "specjalnego zasiłku celowego",
        "art. 36 pkt 1 lit. c, art. 41 pkt 1",
    ),
    Benefit.MEAL_ALLOWANCE: Words(
        "zasiłek celowy na zakup posiłku lub żywności",
        "zasiłku celowego na zakup posiłku lub żywności",
        "art. 36 pkt 1 lit. c, art. 39",
    ),
    Benefit.MEAL: Words(
        "pomoc w postaci posiłku", "pomocy w postaci posiłku", "art. 36 pkt 2 lit. j"
    ),
    Benefit.ECONOMIC_INDEPENDENCE: Words(
        "pomoc na usamodzielnienie ekonomiczne",
        "pomocy na usamodzielnienie ekonomiczne",
        "art. 36 pkt 1 lit. d, art. 43",
    ),
    Benefit.LEAVING_CARE: Words(
        "pomoc pieniężną na usamodzielnienie",
        "pomocy pieniężnej na usamodzielnienie",
        "art. 36 pkt 1 lit. e, art. 88 i 89",
    ),
    Benefit.SETTLING_IN: Words(
        "pomoc na zagospodarowanie w formie rzeczowej",
        "pomocy na zagospodarowanie w formie rzeczowej",
        "art. 88 ust. 1 i art. 90",
    ),
    Benefit.EDUCATION: Words(
        "pomoc pieniężną na kontynuowanie nauki",
        "pomocy pieniężnej na kontynuowanie nauki",
        "art. 36 pkt 1 lit. e, art. 88 i 89",
    ),
    Benefit.INTEGRATION: Words(
        "świadczenie pieniężne w ramach indywidualnego programu integracji",
        "świadczenia pieniężnego w ramach indywidualnego programu integracji",
        "art. 91-93",
    ),
    Benefit.GUARDIAN_PAY: Words(
        "wynagrodzenie należne opiekunowi",
        "wynagrodzenia należnego opiekunowi",
        "art. 36 pkt 1 lit. h, art. 53a",
    ),
    Benefit.RENT_SUBSIDY: Words(
        "dopłatę do najmu mieszkania", "dopłaty do najmu mieszkania", "art. 106 ust. 1"
    ),
    Benefit.HEALTH_CONTRIBUTION: Words(
        "pomoc w postaci składki na ubezpieczenie zdrowotne",
        "pomocy w postaci składki na ubezpieczenie zdrowotne",
        "art. 36 pkt 2 lit. c",
    ),
    Benefit.PENSION_CONTRIBUTION: Words(
        "pomoc w postaci składek na ubezpieczenia społeczne",
        "pomocy w postaci składek na ubezpieczenia społeczne",
        "art. 36 pkt 2 lit. d, art. 42",
    ),
    Benefit.IN_KIND: Words("pomoc rzeczową", "pomocy rzeczowej", "art. 36 pkt 2 lit. e"),
    Benefit.CREDITED_TICKET: Words(
        "bilet kredytowany", "biletu kredytowanego", "art. 36 pkt 2 lit. b"
    ),
    Benefit.FUNERAL: Words(
        "sprawienie pogrzebu", "sprawienia pogrzebu", "art. 36 pkt 2 lit. f, art. 44"
    ),
    Benefit.SHELTER: Words("schronienie", "schronienia", "art. 36 pkt 2 lit. i, art. 48a"),
    Benefit.CLOTHING: Words("niezbędne ubranie", "niezbędnego ubrania", "art. 36 pkt 2 lit. k"),
    Benefit.CARE_SERVICES: Words("usługi opiekuńcze", "usług opiekuńczych", _CARE),
    Benefit.SPECIALIST_CARE: Words(
        "specjalistyczne usługi opiekuńcze",
        "specjalistycznych usług opiekuńczych",
        "art. 36 pkt 2 lit. m, art. 50",
    ),
    Benefit.PSYCHIATRIC_CARE: Words(
        "specjalistyczne usługi opiekuńcze dla osób z zaburzeniami psychicznymi",
        "specjalistycznych usług opiekuńczych dla osób z zaburzeniami psychicznymi",
        "art. 36 pkt 2 lit. m, art. 50",
    ),
    Benefit.SUPPORTED_HOUSING: Words(
        "wsparcie w mieszkaniu treningowym lub wspomaganym",
        "wsparcia w mieszkaniu treningowym lub wspomaganym",
        "art. 36 pkt 2 lit. n, art. 53",
    ),
    Benefit.DAY_CENTRE: Words(
        "pobyt w środowiskowym domu samopomocy",
        "pobytu w środowiskowym domu samopomocy",
        "art. 51a",
    ),
    Benefit.RESIDENTIAL_HOME: Words(
        "pobyt i usługi w domu pomocy społecznej",
        "pobytu i usług w domu pomocy społecznej",
        "art. 36 pkt 2 lit. o, art. 54",
    ),
}

#: Articles a refusal adds to those of the benefit.
GROUND_ARTICLES: dict[RefusalGround, str] = {
    RefusalGround.INCOME: "art. 8",
    RefusalGround.NO_REASON: "art. 7",
    RefusalGround.NOT_UNABLE: "art. 6 pkt 1",
    RefusalGround.NO_COOPERATION: "art. 11 ust. 2",
    RefusalGround.WASTE: "art. 11 ust. 1",
    RefusalGround.PROPERTY: "art. 12",
    RefusalGround.PRISON: "art. 13",
    RefusalGround.NO_INTERVIEW: "art. 107 ust. 4a",
    RefusalGround.NOT_COMPETENT: "art. 101",
}
#: What a refusal says of its ground in the justification.
GROUND_SENTENCES: dict[RefusalGround, str] = {
    RefusalGround.INCOME: (
        "Dochód nie mieści się w granicy, do której przysługuje to świadczenie."
    ),
    RefusalGround.NO_REASON: "Nie stwierdzono żadnego z powodów wymienionych w art. 7 ustawy.",
    RefusalGround.NOT_UNABLE: (
        "Nie stwierdzono całkowitej niezdolności do pracy z powodu wieku lub niepełnosprawności."
    ),
    RefusalGround.NO_COOPERATION: (
        "Strona nie współdziałała z pracownikiem socjalnym w rozwiązywaniu trudnej sytuacji."
    ),
    RefusalGround.WASTE: "Stwierdzono marnotrawienie przyznanych świadczeń.",
    RefusalGround.PROPERTY: (
        "Stwierdzono dysproporcję między udokumentowanym dochodem a sytuacją majątkową."
    ),
    RefusalGround.PRISON: (
        "Osobie, która odbywa karę pozbawienia wolności, prawo do świadczeń nie przysługuje."
    ),
    RefusalGround.NO_INTERVIEW: (
        "Strona nie wyraziła zgody na przeprowadzenie wywiadu albo jego aktualizacji."
    ),
    RefusalGround.NOT_COMPETENT: "Gmina nie jest właściwa w tej sprawie.",
}

ACT = "ustawy z dnia 12 marca 2004 r. o pomocy społecznej"
CODE = "ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego"
#: Where the act stands: the original text, and the last consolidated one.
_JOURNALS = (
    (dt.date(2004, 5, 1), "Dz.U. z 2004 r. nr 64 poz. 593 z późn. zm."),
    (dt.date(2024, 9, 1), "Dz.U. z 2024 r. poz. 1283 z późn. zm."),
)


def act_on(day: dt.date) -> str:
    """Return the act with its journal as a decision of a day cites it."""
    journals = [text for since, text in _JOURNALS if since <= day] or [_JOURNALS[0][1]]
    return f"{ACT} ({journals[-1]})"


def legal_basis(benefit: Benefit, day: dt.date, *more: str) -> str:
    """Return the sentence "Na podstawie …" for a benefit; ``more`` are further articles."""
    named = ("art. 3", "art. 8", WORDS[benefit].articles, *more)
    articles = ", ".join(dict.fromkeys(article for article in named if article))
    return (
        f"Na podstawie art. 104 {CODE} oraz {articles}, art. 106 ust. 1 i 4 i art. 110 ust. 7 "
        f"{act_on(day)}"
    )
