"""The consultation form of a draft as a file: what is said on it besides the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from miernik.consultations.checklist import rule_of
from miernik.consultations.form_content import FormText
from miernik.consultations.models import Consultation, ConsultedDraft, Track
from miernik.kernel.dates import print_date
from miernik.strategy.text.reading import Line

_EMAIL = (
    "Adres e-mail, jeśli go podano, służy do pytań o opinię. Kto o to poprosi, dostanie na niego "
    "także potwierdzenie i wiadomość o wyniku konsultacji."
)


def form_text(draft: ConsultedDraft, found: list[Line], prepared_at: dt.datetime) -> FormText:
    """Return the form of one draft for all tracks of its consultation."""
    of = draft.consultation
    tracks = list(of.tracks.all())
    return FormText(
        title=of.title,
        draft_title=draft.title,
        addressees=f"Ankieta jest dla: {_once(track.addressees for track in tracks)}.",
        dates=_once(_term(track, alone=len(tracks) == 1) for track in tracks),
        ways=tuple(ways_of(of)),
        privacy=tuple(privacy_of(of)),
        legal=f"Podstawa: {_once(base for track in tracks for base in track.legal_bases)}.",
        lines=found,
        form_code=f"{of.code}/{draft.position}",
        authority=of.responsible,
        prepared_at=prepared_at,
    )


def ways_of(of: Consultation) -> list[str]:
    """Return how opinions are sent besides the page, each way once."""
    found = [way for track in of.tracks.all() for way in track.ways]
    found += [f"e-mailem: {track.email}" for track in of.tracks.all() if track.email]
    return list(dict.fromkeys(found))


def privacy_of(of: Consultation) -> list[str]:
    """Return the clauses on personal data of the rules of all tracks, each once, and on e-mail."""
    found = [rule_of(track).personal_data_clause for track in of.tracks.all()]
    return list(dict.fromkeys([*found, _EMAIL]))


def term_words(track: Track) -> str:
    """Return „od 8 października 2020 r. do 21 października 2020 r.”."""
    return f"od {print_date(track.starts)} do {print_date(track.ends)}"


def _term(track: Track, *, alone: bool) -> str:
    return term_words(track) if alone else f"{track}: {term_words(track)}"


def _once(words: Iterable[str]) -> str:
    found = [word.strip().rstrip(".") for word in words]
    return "; ".join(dict.fromkeys(word for word in found if word))
