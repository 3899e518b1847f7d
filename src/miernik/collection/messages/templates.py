"""Words of messages: defaults, versions saved by people, and the closed list of what they name.

A name in braces is replaced by a value, once; values are never read as templates. Nothing else in
braces is allowed, so a slip is told when it is saved, not when it is read by an institution.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db import transaction

from miernik.audit.services import record
from miernik.collection.errors import TemplateError
from miernik.collection.models import MessageKind, MessageTemplate
from miernik.kernel.text import squeeze

LINK = "link"
LONGEST_SUBJECT, LONGEST_BODY = 200, 5000
_FILE = Path(__file__).with_name("templates.yaml")
_NAME = re.compile(r"\{([^{}]*)\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

#: What each name stands for, as the page of templates explains it.
NAMES: dict[str, str] = {
    "instytucja": "nazwa instytucji",
    "osoba": "osoba do kontaktu w instytucji",
    "kampania": "nazwa kampanii",
    "rok": "rok danych",
    "termin": "ostatni dzień dla tej instytucji, z literą „r.”",
    "ile_dni": "„zostały 3 dni”, „dziś”, „2 dni temu”",
    "kontakt": "kto odpowiada na pytania, z adresem i telefonem",
    "slowo": "słowo do instytucji z kampanii",
    LINK: "osobisty adres formularza",
    "wazny_do": "do kiedy działa link",
    "powod": "powód zwrotu albo przedłużenia",
    "wskaznik": "nazwa wskaźnika",
    "pytanie": "treść pytania urzędu",
    "potwierdzenie": "kto, kiedy, ile i kod potwierdzenia",
    "plik": "nazwa przysłanego pliku",
    "skutek": "co stało się z odpowiedziami z pliku",
    "bledy": "wszystkie usterki pliku, po jednej w wierszu",
    "dzien": "dzień zestawienia",
    "przekazane": "ile formularzy przekazano",
    "wszystkie": "ile formularzy jest w kampanii",
    "zestawienie": "ile formularzy w jakim stanie i kto zalega",
}
_COMMON = frozenset({"kampania", "rok", "termin", "ile_dni", "kontakt"})
_TO_ONE = _COMMON | {"instytucja", "osoba", "slowo"}
_LINKED = _TO_ONE | {LINK, "wazny_do"}
ALLOWED: dict[MessageKind, frozenset[str]] = {
    MessageKind.INVITATION: _LINKED,
    MessageKind.REMINDER_BEFORE: _LINKED,
    MessageKind.REMINDER_AFTER: _LINKED,
    MessageKind.RETURNED: _LINKED | {"powod"},
    MessageKind.QUESTION: _LINKED | {"wskaznik", "pytanie"},
    MessageKind.RECEIPT: _TO_ONE | {"potwierdzenie"},
    MessageKind.EXTENSION: _LINKED | {"powod"},
    MessageKind.FRESH_LINK: _LINKED,
    MessageKind.FILE_REFUSED: _TO_ONE | {"plik", "skutek", "bledy"},
    MessageKind.SUMMARY: _COMMON | {"dzien", "przekazane", "wszystkie", "zestawienie"},
}
#: Without these a message would be of no use.
REQUIRED: dict[MessageKind, frozenset[str]] = {
    MessageKind.INVITATION: frozenset({LINK}),
    MessageKind.REMINDER_BEFORE: frozenset({LINK}),
    MessageKind.REMINDER_AFTER: frozenset({LINK}),
    MessageKind.RETURNED: frozenset({LINK, "powod"}),
    MessageKind.QUESTION: frozenset({LINK, "pytanie"}),
    MessageKind.RECEIPT: frozenset({"potwierdzenie"}),
    MessageKind.EXTENSION: frozenset({"termin"}),
    MessageKind.FRESH_LINK: frozenset({LINK}),
    MessageKind.FILE_REFUSED: frozenset({"bledy"}),
    MessageKind.SUMMARY: frozenset({"zestawienie"}),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of a kind of message, with names in braces; number 0 is the default."""

    subject: str
    body: str
    number: int = 0


@cache
def defaults() -> dict[MessageKind, Words]:
    """Return the words that stand until somebody changes them."""
    rows: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {MessageKind(kind): Words(row["subject"], row["body"]) for kind, row in rows.items()}


def words_of(kind: MessageKind) -> Words:
    """Return the words in use."""
    saved = MessageTemplate.objects.filter(kind=kind).order_by("-number").first()
    return defaults()[kind] if saved is None else Words(saved.subject, saved.body, saved.number)


@transaction.atomic
def save_template(
    *, kind: MessageKind, subject: str, body: str, by: str, at: dt.datetime
) -> MessageTemplate:
    """Save new words of a kind of message beside the older ones.

    Raises TemplateError for empty or too long words, an unknown name, a stray brace, or a missing
    name that the message cannot do without.
    """
    plain = Words(subject.strip(), body.replace("\r\n", "\n").strip() + "\n")
    check_words(kind, plain)
    number = MessageTemplate.objects.filter(kind=kind).count() + 1
    saved = MessageTemplate.objects.create(
        kind=kind,
        number=number,
        subject=plain.subject,
        body=plain.body,
        saved_at=at,
        saved_by=by,
    )
    data = {"kind": kind.value, "number": number}
    record(action="message.template_saved", subject=f"template:{kind}", by=by, at=at, data=data)
    return saved


def reset_template(*, kind: MessageKind, by: str, at: dt.datetime) -> MessageTemplate:
    """Save the default words as the newest version."""
    words = defaults()[kind]
    return save_template(kind=kind, subject=words.subject, body=words.body, by=by, at=at)


def check_words(kind: MessageKind, words: Words) -> None:
    """Raise TemplateError with the first thing wrong with the words of a message."""
    if not words.subject or not words.body.strip():
        raise TemplateError("Wiadomość musi mieć temat i treść.")
    if _CONTROL.search(words.subject):
        raise TemplateError("Temat musi być jednym wierszem zwykłego tekstu.")
    if len(words.subject) > LONGEST_SUBJECT or len(words.body) > LONGEST_BODY:
        raise TemplateError(
            f"Temat może mieć {LONGEST_SUBJECT} znaków, a treść {LONGEST_BODY}: skróć je."
        )
    if f"{{{LINK}}}" in words.subject:
        raise TemplateError("Link nie może stać w temacie: przenieś {link} do treści.")
    both = f"{words.subject}\n{words.body}"
    allowed = ALLOWED[kind]
    for name in _NAME.findall(both):
        if name not in allowed:
            known = ", ".join(f"{{{one}}}" for one in NAMES if one in allowed)
            raise TemplateError(f"Nie znam nazwy {{{name}}}. W tej wiadomości są: {known}.")
    if re.search(r"[{}]", _NAME.sub("", both)):
        raise TemplateError("Nawias klamrowy może tylko otaczać nazwę, na przykład {rok}.")
    missing = sorted(REQUIRED[kind] - set(_NAME.findall(words.body)))
    if missing:
        raise TemplateError(f"W treści musi stać {{{missing[0]}}}: {NAMES[missing[0]]}.")


def filled(words: Words, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the subject on one line, and the body with ``{link}`` left and other braces doubled.

    Raises KeyError for a name without a value: values of a kind hold all that it may name.
    """
    subject = _NAME.sub(lambda found: values[found[1]], words.subject)

    def put(found: re.Match[str]) -> str:
        if found[1] == LINK:
            return found[0]
        return values[found[1]].replace("{", "{{").replace("}", "}}")

    body = re.sub(r"\n{3,}", "\n\n", _NAME.sub(put, words.body))
    return one_line(subject)[:LONGEST_SUBJECT], body


def body_with(stored: str, link: str) -> str:
    """Return a stored body as people read it, with the address (or words in its place)."""
    spoken = {"{{": "{", "}}": "}", f"{{{LINK}}}": link}
    return re.sub(r"\{\{|\}\}|\{link\}", lambda found: spoken[found[0]], stored)


def names_link(stored: str) -> bool:
    """Return whether a stored body has a place for the personal address."""
    return bool(re.search(r"\{link\}", re.sub(r"\{\{|\}\}", "", stored)))


def one_line(text: str) -> str:
    """Return text fit for a header: no line ends, no control signs."""
    return squeeze(_CONTROL.sub(" ", text))
