"""What a consultation form says: plain data for the Word and PDF forms and for their reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from miernik.consultations.form_marks import (
    CONSENT_TAG,
    EMAIL_TAG,
    KRS_TAG,
    NAME_TAG,
    REPRESENTATIVE_TAG,
)
from miernik.strategy.models import UnitKind
from miernik.strategy.text.reading import Line

COLUMNS = ("Jednostka", "Dotychczasowy zapis", "Propozycja zapisu", "Uzasadnienie")
CODE_LABEL = "Kod formularza:"
UNIT_CODE_LABEL = "kod:"
GENERAL_TITLE = "Uwagi ogólne do projektu"
CONSENT_YES, CONSENT_NO = "wyrażam zgodę", "nie wyrażam zgody"
STRIKE_WORDS = ("skreślić", "wykreślić", "usunąć")

#: Tag, question and the grey text that stands where the answer is missing.
SUBMITTER_FIELDS = (
    (NAME_TAG, "Nazwa organizacji albo imię i nazwisko", "Wpisz nazwę"),
    (KRS_TAG, "Numer KRS lub innego rejestru", "Wpisz numer"),
    (REPRESENTATIVE_TAG, "Osoba, która reprezentuje zgłaszającego", "Wpisz imię i nazwisko"),
    (EMAIL_TAG, "Adres e-mail", "Wpisz adres e-mail"),
    (CONSENT_TAG, "Zgoda na publikację nazwy zgłaszającego w raporcie z konsultacji",
     "Wybierz odpowiedź"),
)  # fmt: skip
NEW_UNIT_MARK = "(nowy zapis)"
NEW_UNIT_PLACEHOLDER = "Wpisz treść nowego zapisu"
GENERAL_PLACEHOLDER = "Wpisz uwagi, które nie dotyczą jednej jednostki"
#: What Word itself puts into a place that somebody emptied.
_WORD_PROMPTS = (
    "Kliknij lub naciśnij tutaj, aby wprowadzić tekst.",
    "Kliknij tutaj, aby wprowadzić tekst.",
    "Wybierz element.",
    "Click or tap here to enter text.",
    "Choose an item.",
)
PLACEHOLDERS = (
    NEW_UNIT_PLACEHOLDER,
    GENERAL_PLACEHOLDER,
    *(grey for _, _, grey in SUBMITTER_FIELDS),
    *_WORD_PROMPTS,
)
HOW_TO_TYPE = (
    "Zmień treść w kolumnie „Propozycja zapisu” przy jednostce, której dotyczy uwaga, i napisz obok"
    " uzasadnienie; nowy punkt wpisz w wierszu „Dodaj punkt po…”, a zamiast treści, której miałoby"
    " nie być, wpisz „skreślić”. Możesz też włączyć w Wordzie śledzenie zmian (Recenzja → Śledź"
    " zmiany) i poprawić tę samą kolumnę; wierszy bez uwag nie ruszaj."
)
HOW_TO_WRITE = (
    "Wpisz proponowany zapis i uzasadnienie obok jednostki, której dotyczy uwaga; wierszy bez uwag"
    " nie wypełniaj. Jeśli zabraknie miejsca, dołącz kartkę i podaj na niej kod jednostki."
)


@dataclass(frozen=True, slots=True)
class FormText:
    """One form: of one draft in one consultation.

    ``title`` names the consultation; ``addressees`` and ``legal`` are sentences; ``dates`` is the
    term in words ("od 8 października 2020 r. do 21 października 2020 r."); ``ways`` say how to
    send the form, one each; ``privacy`` is the clause of RODO, a paragraph each; ``form_code``
    identifies consultation and draft and has no line feed; ``authority`` is who consults.
    """

    title: str
    draft_title: str
    addressees: str
    dates: str
    ways: tuple[str, ...]
    privacy: tuple[str, ...]
    legal: str
    lines: list[Line]
    form_code: str
    authority: str
    prepared_at: dt.datetime

    @property
    def term(self) -> str:
        """The term as a sentence."""
        return f"Termin konsultacji: {self.dates.rstrip('.')}."


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: a unit with its wording, or the empty place after a list (``is_new``).

    ``code`` is the unit's, for an empty place that of the last unit of the list.
    """

    code: str
    where: str
    current: str
    is_new: bool = False


@dataclass(slots=True)
class FormGroup:
    """The rows of one section, or of what stands between sections."""

    title: str
    rows: list[FormRow] = field(default_factory=list)


_LISTS = {UnitKind.POINT: "punkt", UnitKind.INDICATOR: "wskaźnik"}
_TITLED = (UnitKind.PART, UnitKind.SECTION)
_TITLES = (*_TITLED, UnitKind.CHAPTER, UnitKind.TITLE)


def groups_of(lines: list[Line]) -> list[FormGroup]:
    """Return the tables of a form: one a section, headings of fields left out.

    The title of a part stands in the table of its first section.
    """
    found: list[FormGroup] = []
    places = _new_places(lines)
    section: str | None = None
    waiting: list[Line] = []
    for number, line in enumerate(lines):
        if line.kind is UnitKind.PART and not line.section:
            waiting.append(line)
            continue
        if section is None or line.section != section or waiting:
            section = line.section
            found.append(FormGroup(_group_title(line)))
            found[-1].rows += [_row(part) for part in waiting]
            waiting = []
        if line.kind is not UnitKind.FIELD:
            found[-1].rows.append(_row(line))
        found[-1].rows += [_new_row(place) for place in places.get(number, [])]
    if waiting:
        found.append(FormGroup(_group_title(waiting[0]), [_row(part) for part in waiting]))
    return [group for group in found if group.rows]


def where_of(line: Line) -> str:
    """Where a unit stands, in words; of a heading: "2.1 / tytuł"."""
    return f"{line.path} / tytuł" if line.kind in _TITLED else line.path


def _group_title(line: Line) -> str:
    return line.printed if line.kind in _TITLES else "Część wspólna"


def _row(line: Line) -> FormRow:
    return FormRow(line.code, where_of(line), line.text)


def _new_row(line: Line) -> FormRow:
    return FormRow(line.code, f"Dodaj {_LISTS[line.kind]} po {line.label.rstrip('.')}", "", True)


def _new_places(lines: list[Line]) -> dict[int, list[Line]]:
    """After which line (its number) a list ends, with the last unit of the list."""
    last: dict[tuple[str | None, UnitKind], int] = {}
    for number, line in enumerate(lines):
        if line.kind in _LISTS:
            last[line.parent, line.kind] = number
    found: dict[int, list[Line]] = {}
    for number in last.values():
        end = number
        while end + 1 < len(lines) and lines[end + 1].depth > lines[number].depth:
            end += 1
        found.setdefault(end, []).append(lines[number])
    return found
