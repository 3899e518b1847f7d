"""A decision as PDF and DOCX: every part of it, readable by people and by their programs."""

from __future__ import annotations

import datetime as dt
import io
import re

import docx
import pdfplumber
import pytest
from page import validate_pdf_bytes

from miernik.cases.models import DecisionKind
from miernik.cases.procedure.letter import Letter
from miernik.cases.procedure.letter_writing import letter_of
from miernik.cases.procedure.services import Wish, issue_decision, prepare_change
from miernik.reports.letters import render_docx, render_pdf
from miernik.rules.benefits import Benefit
from miernik.rules.reasons import ReasonCode
from tests.cases.procedure_cases import AT, D, drafted, family, income, issued, person

pytestmark = pytest.mark.django_db
AT_PRINT = dt.datetime(2025, 3, 10, 12, tzinfo=dt.UTC)


def _plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def pdf_text(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pages:
        return _plain(" ".join(page.extract_text() for page in pages.pages))


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return _plain(" ".join([*(p.text for p in document.paragraphs), *cells]))


def _letter(kind: DecisionKind) -> Letter:
    one = person()
    of = family(one)
    if kind is DecisionKind.REFUSAL:
        income(one, 2000_00)
        decision = issued(of, kind=kind, since=None, until=None, amount_gr=None)
    else:
        decision = issued(of)
    if kind in (DecisionKind.CHANGE, DecisionKind.STOP):
        wish = Wish(
            kind=kind,
            since=D(2025, 5, 1),
            until=D(2025, 6, 30) if kind is DecisionKind.CHANGE else None,
            amount_gr=600_00 if kind is DecisionKind.CHANGE else None,
            reasoning="Podjęcie zatrudnienia.",
        )
        draft = prepare_change(grant=decision.grant, wish=wish, by="celina", at=AT)
        decision = issue_decision(decision=draft, decided_on=D(2025, 3, 19), by="dorota", at=AT)
    return letter_of(decision, today=AT.date())


SAID = {
    DecisionKind.GRANT: (
        "przyznaję",
        "zasiłek okresowy w wysokości 505,00 zł miesięcznie",
        "(słownie: pięćset pięć złotych 00/100), od 1 marca 2025 r. do 31 maja 2025 r.",
        "marzec 2025",
        "25.03.2025",
        "art. 36 pkt 1 lit. b, art. 38",
        "Przepisy pozwalają przyznać od 505,00 zł do 823,00 zł miesięcznie.",
    ),
    DecisionKind.REFUSAL: (
        "odmawiam",
        "przyznania zasiłku okresowego.",
        "wyniósł 2 000,00 zł i przekracza kryterium dochodowego",
        "Dochód nie mieści się w granicy",
        "oraz art. 3, art. 8, art. 36 pkt 1 lit. b, art. 38, art. 106",
    ),
    DecisionKind.CHANGE: (
        "zmieniam",
        "decyzję nr D/2025/000001 z dnia 10 marca 2025 r. w ten sposób, że przyznaję",
        "zasiłek okresowy w wysokości 600,00 zł miesięcznie",
        "art. 106 ust. 5",
        "Podjęcie zatrudnienia.",
    ),
    DecisionKind.STOP: (
        "uchylam",
        "decyzję nr D/2025/000001 z dnia 10 marca 2025 r. w sprawie zasiłku okresowego",
        "z dniem 1 maja 2025 r.; od tego dnia świadczenie nie przysługuje.",
        "art. 106 ust. 5",
    ),
}
ALWAYS = (
    "Anna Kowalska",
    "ul. Wesoła 3 m. 4",
    "Dz.U. z 2024 r. poz. 1283",
    "art. 104 ustawy z dnia 14 czerwca 1960 r.",
    "Samorządowego Kolegium Odwoławczego",
    "w terminie 14 dni od dnia jej doręczenia",
    "Kryterium dochodowe osoby samotnie gospodarującej",
    "1 010",
    "Otrzymują:",
)


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_a_letter_says_everything_in_both_formats(kind: DecisionKind) -> None:
    letter = _letter(kind)
    for text in (
        pdf_text(render_pdf(letter, AT_PRINT)),
        docx_text(render_docx(letter, AT_PRINT)),
    ):
        assert [part for part in (*SAID[kind], *ALWAYS, letter.number) if part not in text] == []
        assert ".." not in text.replace("...", "")


def test_equal_letters_are_equal_files() -> None:
    letter = _letter(DecisionKind.GRANT)
    assert render_pdf(letter, AT_PRINT) == render_pdf(letter, AT_PRINT)
    assert render_docx(letter, AT_PRINT) == render_docx(letter, AT_PRINT)


def test_a_draft_says_on_paper_that_it_is_no_decision() -> None:
    letter = letter_of(
        drafted(family(person(unable=True)), Benefit.PERMANENT, until=None), today=D(2025, 3, 8)
    )
    pdf, word = pdf_text(render_pdf(letter, AT_PRINT)), docx_text(render_docx(letter, AT_PRINT))
    assert "Projekt decyzji nie jest decyzją" in pdf
    assert "PROJEKT – nie jest decyzją" in word
    assert "Projekt decyzji" in word
    assert not [text for text in (pdf, word) if "ecyzja nr" in text]
    assert letter.signature == ()
    assert "na czas nieokreślony" in letter.operative[0]


def test_the_signature_names_the_position_below_the_name() -> None:
    """Art. 107 § 1 pkt 8 kpa: the name and the official position of whoever signs."""
    letter = _letter(DecisionKind.GRANT)
    signed = ("Z upoważnienia Prezydenta Miasta Białegostoku", "dorota")
    assert letter.signature == (*signed, "Dyrektor Miejskiego Ośrodka Pomocy Rodzinie")
    said = "dorota Dyrektor Miejskiego Ośrodka Pomocy Rodzinie"
    assert said in pdf_text(render_pdf(letter, AT_PRINT))
    assert said in docx_text(render_docx(letter, AT_PRINT))


def test_a_periodic_allowance_names_each_step_once() -> None:
    steps = [line.text for line in _letter(DecisionKind.GRANT).calculation]
    assert "Po porównaniu z najniższą kwotą" in steps
    assert "Górna granica po porównaniu z najniższą kwotą" in steps
    assert {text for text in steps if "porównaniu" in text and steps.count(text) > 1} == set()


def test_articles_do_not_break_over_lines() -> None:
    """No plain space after "art.", "ust.", "pkt", "lit.", "poz.", "nr", nor around "§"."""
    document = docx.Document(io.BytesIO(render_docx(_letter(DecisionKind.GRANT), AT_PRINT)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    assert "art.\xa0127\xa0§\xa01" in text
    assert re.findall(r"(?:\b(?:art\.|ust\.|lit\.|poz\.|pkt|nr) \w|§ | §|\d{4} r\.)", text) == []


@pytest.mark.parametrize("lines", range(0, 20, 2))
def test_a_heading_of_a_table_stays_with_its_rows(lines: int) -> None:
    """However long the justification, no page ends with a heading or a table's head."""
    reasoning = "\n".join(["Akapit uzasadnienia."] * lines)
    letter = letter_of(issued(family(), reasoning=reasoning), today=D(2025, 3, 8))
    footer = f"{letter.case_sign} · decyzja"
    heads = {"Obliczenie", "Krok Wynik Przepis", "Wielkość Wartość Przepis", "Terminy wypłat"}
    heads |= {"Wielkości ustalone w przepisach", "Pouczenie", "Uzasadnienie"}
    heads |= {line.text for line in letter.calculation if line.strong}
    with pdfplumber.open(io.BytesIO(render_pdf(letter, AT_PRINT))) as pages:
        texts = [_plain(page.extract_text()) for page in pages.pages]
    assert all(footer in text for text in texts)
    ends = [text.rpartition(footer)[0].strip() for text in texts]
    assert [end[-60:] for end in ends if end.endswith(tuple(heads))] == []


def test_reasons_are_named_as_the_act_named_them_on_the_day() -> None:
    """Art. 7 pkt 7 says "przemoc domowa" since 22 June 2023; pkt 9 knows no "rodziny niepełne"."""
    codes = (ReasonCode.VIOLENCE, ReasonCode.HELPLESS_INCOMPLETE_FAMILY)
    letter = letter_of(issued(family(reasons=codes)), today=D(2025, 3, 8))
    text = " ".join(letter.justification)
    assert "przemoc domowa, bezradność w sprawach opiekuńczo-wychowawczych" in text
    assert "rodziny niepełne" not in text
    assert "Rodzinny wywiad środowiskowy przeprowadzono w dniu" in text


def test_a_benefit_without_a_choice_says_so() -> None:
    letter = letter_of(
        issued(family(person(unable=True)), Benefit.PERMANENT, until=None), today=D(2025, 3, 8)
    )
    assert "Kwota wynika wprost z przepisów: 1\xa0229,00\xa0zł miesięcznie." in letter.justification


def test_words_of_people_are_never_read_as_markup() -> None:
    text = '#panic("x") *nie* $x$ <b>„cudzysłów” & <script>'
    letter = letter_of(issued(family(), reasoning=text), today=D(2025, 3, 8))
    assert _plain(text) in pdf_text(render_pdf(letter, AT_PRINT))
    assert _plain(text) in docx_text(render_docx(letter, AT_PRINT))


def test_a_homeless_person_has_a_name_and_no_address() -> None:
    of = family()
    of.address, of.homeless = "", True
    of.save()
    letter = letter_of(issued(of), today=D(2025, 3, 8))
    assert letter.addressee == ("Anna Kowalska",)
    assert "Anna Kowalska" in pdf_text(render_pdf(letter, AT_PRINT))


def test_every_benefit_has_words_in_both_cases_and_articles() -> None:
    from miernik.cases.procedure.wording import WORDS

    assert set(WORDS) == set(Benefit)
    assert all(all(words) for words in WORDS.values())


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("kind", [DecisionKind.GRANT, DecisionKind.REFUSAL])
def test_a_letter_is_accessible_and_archivable(kind: DecisionKind, profile: str) -> None:
    checked = validate_pdf_bytes(render_pdf(_letter(kind), AT_PRINT), profile=profile)
    assert [(fault.rule_id, fault.message) for fault in checked.failures] == []
    assert checked.is_compliant


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_draft_is_accessible_too(profile: str) -> None:
    letter = letter_of(drafted(family()), today=D(2025, 3, 8))
    checked = validate_pdf_bytes(render_pdf(letter, AT_PRINT), profile=profile)
    assert [(fault.rule_id, fault.message) for fault in checked.failures] == []
