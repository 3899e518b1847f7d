"""The checklist of a procedure: what the rules demand, and what of it is proved.

Validity is procedure, never turnout: § 11 ust. 3 of LX/800/10 holds whatever the number of
opinions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from miernik.consultations.models import Consultation, Notice, NoticeKind, Track
from miernik.consultations.procedure import Rule, rule_by_id, rule_from_plain
from miernik.kernel.dates import print_short_date
from miernik.kernel.text import plural


@dataclass(frozen=True, slots=True)
class Item:
    """One demand: what, whether it holds, what shows it, and what to do when it does not."""

    demand: str
    holds: bool
    shown_by: str
    todo: str
    confirmed: bool = True


def rule_of(track: Track) -> Rule:
    """Return the rules of a track: those kept at the announcement, else those of today."""
    if track.rule_snapshot:
        return rule_from_plain(track.rule_snapshot)
    return rule_by_id(track.rule)


def days_of(track: Track) -> int:
    """Return how many days the track took, by its rules' way of counting."""
    return rule_of(track).days(track.starts, track.ends)


def checklist(track: Track) -> list[Item]:
    """Return every demand of the track's rules that decides about validity, in order."""
    rule = rule_of(track)
    notices = list(track.notices.all())
    items = [_term(track, rule)]
    for channel in rule.channels:
        kind = NoticeKind(channel)
        found = [notice for notice in notices if notice.kind == kind]
        items.append(_channel(kind, found, track.starts, "channels" not in rule.unconfirmed))
    items.append(
        Item(
            "wskazano, jak składać opinie",
            bool(track.ways),
            "; ".join(track.ways),
            "dopisz, jak składać opinie",
        )
    )
    return items


def missing_for_validity(track: Track) -> list[str]:
    """Return what has to be done before the validity sentence may be written."""
    return [item.todo for item in checklist(track) if not item.holds]


def missing_before_announcing(of: Consultation) -> list[str]:
    """Return everything that is missing before an announcement, as phrases."""
    missing = []
    if not of.drafts.exists():
        missing.append("projektu uchwały do konsultacji")
    tracks = list(of.tracks.all())
    if not tracks:
        missing.append("ścieżki konsultacji (kogo pytać)")
    for track in tracks:
        rule = rule_by_id(track.rule)
        if rule.days(track.starts, track.ends) < rule.min_days:
            missing.append(
                f"dni na ścieżce „{track}”: zasady wymagają co najmniej {_days(rule.min_days)}"
            )
        if not track.ways:
            missing.append(f"sposobu składania opinii na ścieżce „{track}”")
    return missing


def _term(track: Track, rule: Rule) -> Item:
    days = rule.days(track.starts, track.ends)
    return Item(
        f"konsultacje trwały co najmniej {_days(rule.min_days)}",
        days >= rule.min_days,
        f"{print_short_date(track.starts)}–{print_short_date(track.ends)}, {_days(days)}",
        "przedłuż konsultacje",
        confirmed="min_days" not in rule.unconfirmed,
    )


def _channel(kind: NoticeKind, found: list[Notice], starts: dt.date, confirmed: bool) -> Item:
    in_time = [notice for notice in found if notice.published_on <= starts]
    proof = "; ".join(
        f"{notice.sentence} ({print_short_date(notice.published_on)})" for notice in in_time
    )
    todo = f"zapisz ogłoszenie: {kind.label}"
    if found and not in_time:
        todo = f"ogłoszenie ({kind.label}) jest późniejsze niż pierwszy dzień: przedłuż konsultacje"
    return Item(f"podano do wiadomości: {kind.label}", bool(in_time), proof, todo, confirmed)


def _days(number: int) -> str:
    return f"{number} {plural(number, 'dzień', 'dni', 'dni')}"
