"""Applying people's corrections to a draft, which itself is never edited. Pure."""

from __future__ import annotations

from miernik.intake.draft import DraftIndicator, DraftReport
from miernik.intake.errors import BadCorrectionError, StaleCorrectionError
from miernik.intake.paths import Part, find, read
from miernik.intake.recognise.notes import read_note
from miernik.intake.recognise.values import read_value
from miernik.intake.vocabulary import starting_vocabulary


def correct(draft: DraftReport, path: str, old: str, new: str) -> None:
    """Set one field of ``draft`` to ``new``, given that it still reads ``old``.

    Raises StaleCorrectionError when the field reads otherwise, BadCorrectionError when ``new``
    cannot stand there, UnknownFieldError when there is no such field.
    """
    part, name = find(draft, path)
    if read(part, name) != old:
        raise StaleCorrectionError(path)
    _set(part, name, new.strip(), path)


def _set(part: Part, name: str, new: str, path: str) -> None:
    if name in ("title", "name", "value_raw") and not new:
        raise BadCorrectionError(path, "to pole nie może być puste")
    if name == "year":
        if not new.isdecimal() or not 1990 <= int(new) <= 2100:
            raise BadCorrectionError(path, "rok musi leżeć między 1990 a 2100")
        setattr(part, name, int(new))
    elif name in ("implementers", "funding"):
        setattr(part, name, [line.strip() for line in new.splitlines() if line.strip()])
    elif isinstance(part, DraftIndicator) and name == "footnote":
        part.notes = [read_note(line) for line in new.splitlines() if line.strip()]
    else:
        setattr(part, name, new)
        if isinstance(part, DraftIndicator):
            _read_again(part)


def _read_again(indicator: DraftIndicator) -> None:
    """The printed value or the name was corrected: what they say is understood anew."""
    reading = read_value(indicator.name, indicator.value_raw, starting_vocabulary().words)
    indicator.kind, indicator.status = reading.kind, reading.status
    indicator.number, indicator.entries = reading.number, reading.entries
    indicator.unit, indicator.unit_source = reading.unit, reading.unit_source
