"""Rule sets of consultations as dated data: the law says how, procedure/rules.yaml says it here.

No Django: a rule is what a legal base says on a day, with its source and whether it is confirmed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.errors import MiernikError
from miernik.kernel.quantities import Labelled

_FILE = Path(__file__).with_name("rules.yaml")


class TrackKind(Labelled):
    """Whom a track asks."""

    NGO = "ngo", "organizacje pozarządowe"
    RESIDENTS = "residents", "mieszkańcy"
    COUNCIL = "council", "rada działalności pożytku publicznego"


class UnknownRuleError(MiernikError):
    """No rule set has this id."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"Nie ma zasad konsultacji „{rule}”. Wybierz je z listy.")


class NoRuleError(MiernikError):
    """No rule set of a track is valid on a day."""

    def __init__(self, kind: TrackKind, day: dt.date) -> None:
        super().__init__(
            f"Dla ścieżki „{kind.label}” nie ma zasad, które obowiązują {day:%d.%m.%Y}. "
            "Dopisz je do procedure/rules.yaml."
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """What one legal base demands of one track.

    ``min_days`` counts both the first and the last day when ``inclusive``. ``results_due_days``
    run from the last day. ``channels`` are kinds of notices that must be there (``NoticeKind``),
    ``results_places`` where the report must be shown. ``valid_by`` is the resolution named in the
    validity sentence. ``confirmed`` False means „do potwierdzenia przez biuro prawne”;
    ``unconfirmed`` names the fields that are only defaults.
    """

    id: str
    track: TrackKind
    label: str
    min_days: int
    inclusive: bool
    results_due_days: int
    legal_bases: tuple[str, ...]
    valid_by: str
    addressees: str
    eligible: str
    channels: tuple[str, ...]
    results_places: tuple[str, ...]
    retention_years: int
    personal_data_clause: str
    valid_from: dt.date
    valid_to: dt.date | None
    unconfirmed: tuple[str, ...]
    source: str

    @property
    def confirmed(self) -> bool:
        """Whether nothing of the set is only a default."""
        return not self.unconfirmed

    def days(self, starts: dt.date, ends: dt.date) -> int:
        """Return how many days a consultation took by this rule's way of counting."""
        return (ends - starts).days + int(self.inclusive)

    def plain(self) -> dict[str, Any]:
        """Return the rule as JSON, to be kept beside a track."""
        found = asdict(self)
        found["valid_from"] = self.valid_from.isoformat()
        found["valid_to"] = self.valid_to.isoformat() if self.valid_to else None
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()
        }


def rule_from_plain(plain: dict[str, Any]) -> Rule:
    """Return the rule that ``Rule.plain`` or a row of the YAML file holds."""
    row = dict(plain)
    for name in ("legal_bases", "channels", "results_places", "unconfirmed"):
        row[name] = tuple(row.get(name) or ())
    row["track"] = TrackKind(row["track"])
    row["valid_from"] = _day(row["valid_from"])
    row["valid_to"] = _day(row["valid_to"]) if row.get("valid_to") else None
    return Rule(**row)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule set, in the file's order."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(rule_from_plain(row) for row in rows)


def rule_by_id(identity: str) -> Rule:
    """Return the rule set with this id; raises UnknownRuleError."""
    for rule in rules():
        if rule.id == identity:
            return rule
    raise UnknownRuleError(identity)


def rule_on(kind: TrackKind, day: dt.date) -> Rule:
    """Return the rule set of a track that is valid on ``day``; raises NoRuleError."""
    for rule in rules():
        if rule.track is kind and rule.valid_from <= day <= (rule.valid_to or day):
            return rule
    raise NoRuleError(kind, day)


def _day(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
