"""What the letters to submitters say; mail is not private: no name, no wording of the opinion."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from miernik.consultations.models import Channel, LetterKind, Submission, SubmitterLetter
from miernik.consultations.receipts import receipt_code, receipt_token
from miernik.kernel.dates import print_date
from miernik.kernel.text import squeeze

_RECEIPT = """\
Dzień dobry,

przyjęliśmy opinię w konsultacjach „{title}”.

Numer w rejestrze: {number}
Wpłynęła: {received}
Termin: {term}
Kod potwierdzenia: {code}

Pod tym adresem jest treść opinii, a później będą rozstrzygnięcia:
{address}

Gdy wyniki będą gotowe, napiszemy jeszcze raz.
"""
_OUTCOME = """\
Dzień dobry,

opinie z konsultacji „{title}” są rozpatrzone, a sprawozdanie gotowe.

Co postanowiono o każdej zmianie z opinii nr {number} i dlaczego:
{address}

Wpłynęła: {received}
Termin: {term}
Kod potwierdzenia: {code}

Wyniki całych konsultacji:
{results}
"""
_END = (
    "\n-- \n"
    """\
{responsible}
Kto zna adres potwierdzenia, zobaczy treść opinii: nie przesyłaj go dalej bez potrzeby.
Piszemy, bo przy składaniu opinii podano ten adres e-mail i poproszono o wiadomość. Adres nie służy
do niczego innego poza pytaniami o tę opinię. Jeśli to pomyłka, pomiń tę wiadomość.
"""
)
_SUBJECTS = {
    LetterKind.RECEIPT: "Potwierdzenie: opinia nr {number} przyjęta",
    LetterKind.OUTCOME: "Wynik konsultacji: opinia nr {number} rozpatrzona",
}
_BODIES = {LetterKind.RECEIPT: _RECEIPT, LetterKind.OUTCOME: _OUTCOME}


def words_of(letter: SubmitterLetter) -> tuple[str, str]:
    """Return the subject and the body of a letter, in plain text."""
    of, kind = letter.submission, LetterKind(letter.kind)
    site = settings.SITE_URL
    body = (_BODIES[kind] + _END).format(
        title=squeeze(of.consultation.title),
        number=of.number,
        received=_received(of),
        term=_term(of),
        code=receipt_code(of),
        address=f"{site}/konsultacje/potwierdzenie/{receipt_token(of)}/",
        results=f"{site}/konsultacje/{of.consultation.code}/wyniki/",
        responsible=squeeze(of.consultation.responsible),
    )
    return _SUBJECTS[kind].format(number=of.number), body


def _received(of: Submission) -> str:
    """When it came: on line by the server's clock, at the desk the day that was written down."""
    local = timezone.localtime(of.received_at)
    day = print_date(local.date())
    if of.channel != Channel.ONLINE:
        return day
    return f"{day}, godz. {local:%H:%M:%S} według zegara serwera"


def _term(of: Submission) -> str:
    last = print_date(of.track.ends)
    if of.in_time:
        return f"złożono w terminie, do {last}"
    return f"złożono po terminie, który minął {last}"
