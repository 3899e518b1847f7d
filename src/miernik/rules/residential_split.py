"""Who pays for a place in a residential home: the resident, then relatives in order, the gmina.

Art. 61: spouse, descendants before ascendants. What relatives pay is settled by agreement; this
is the proposal to start from: everyone up to the maximum of art. 61 ust. 2 pkt 2, those of one
rank equally. The parts always add up to the cost, to the grosz.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from miernik.kernel.quantities import Labelled
from miernik.rules.calculation import Explained, Explanation, explain
from miernik.rules.formulas.residential import family_maximum, municipality_fee, resident_fee
from miernik.rules.law import DatedLaw
from miernik.rules.switches import with_switches

RULE = "dps_split"


class Relation(Labelled):
    """Whose relative is obliged, in the order of the act."""

    SPOUSE = "malzonek", "małżonek"
    DESCENDANT = "zstepny", "zstępny"
    ASCENDANT = "wstepny", "wstępny"


@dataclass(frozen=True, slots=True)
class Relative:
    """One who is obliged to pay; ``income_gr`` is that of the household of ``persons``.

    ``refused`` means both the agreement and the interview (art. 61 ust. 2e); ``released`` one
    relieved wholly (art. 64, 64a).
    """

    key: str
    label: str
    relation: Relation
    income_gr: int
    persons: int = 1
    refused: bool = False
    released: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one payer pays a month (grosze), at most ``maximum_gr`` (None: no maximum)."""

    key: str
    label: str
    amount_gr: int
    maximum_gr: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Split:
    """All parts, which add up to the cost."""

    resident_gr: int
    relatives: tuple[Part, ...]
    municipality_gr: int
    explanation: Explanation
    maxima: Mapping[str, Explanation]


def split(
    law: DatedLaw,
    *,
    cost_gr: int,
    resident_income_gr: int,
    relatives: Sequence[Relative] = (),
    switches: Mapping[str, str] | None = None,
) -> Split:
    """Split the monthly cost (grosze) of a place on the day of ``law``."""
    dated = with_switches(law.law, switches or {}).on(law.day)
    calculation = Explained(dated, RULE, "Kto płaci za dom pomocy społecznej")
    resident = resident_fee(calculation, income=resident_income_gr, cost=cost_gr)
    maxima = {
        one.key: explain(dated, family_maximum, income=one.income_gr, persons=one.persons)
        for one in relatives
        if not one.released and not _charged_in_full(one, dated)
    }
    parts: list[Part] = []
    for relation in Relation:
        rank = [one for one in relatives if one.relation is relation]
        rest = cost_gr - resident - sum(part.amount_gr for part in parts)
        parts += _rank(rank, rest, maxima)
    for part in parts:
        calculation.step(f"{part.label}: {part.why}", part.amount_gr, article="art. 61 ust. 2")
    paid = resident + sum(part.amount_gr for part in parts)
    gmina = municipality_fee(calculation, cost=cost_gr, paid=paid)
    calculation.explanation.result = gmina
    return Split(resident, tuple(parts), gmina, calculation.explanation, maxima)


def _rank(
    rank: Sequence[Relative],
    rest: int,
    maxima: Mapping[str, Explanation],
) -> list[Part]:
    """Share ``rest`` among relatives of one rank."""
    willing = [one for one in rank if one.key in maxima]
    limits = {one.key: maxima[one.key].result or 0 for one in willing}
    agreed = _equally(rest, limits)
    left = rest - sum(agreed.values())
    refusing = [one.key for one in rank if not one.released and one.key not in maxima]
    charged = _equally(left, dict.fromkeys(refusing, left))
    parts = []
    for one in rank:
        if one.released:
            parts.append(Part(one.key, one.label, 0, 0, "zwolnienie z opłaty"))
        elif one.key in charged:
            why = "odmowa umowy i wywiadu, pełna reszta kosztu po równo"
            parts.append(Part(one.key, one.label, charged[one.key], None, why))
        else:
            limit = limits[one.key]
            why = "odmowa umowy, do ustalenia w decyzji" if one.refused else "propozycja do umowy"
            why = why if limit else "dochód nie przekracza progu"
            parts.append(Part(one.key, one.label, agreed[one.key], limit, why))
    return parts


def _charged_in_full(one: Relative, law: DatedLaw) -> bool:
    return one.refused and law.switch("dps_odmowa_podzial") == "tak"


def _equally(total: int, limits: Mapping[str, int]) -> dict[str, int]:
    """Share ``total`` equally with a limit for each; odd grosze go to the first ones."""
    given = dict.fromkeys(limits, 0)
    left = total
    open_keys = [key for key, limit in limits.items() if limit > 0]
    while left > 0 and open_keys:
        each, odd = divmod(left, len(open_keys))
        for place, key in enumerate(open_keys):
            part = min(each + (1 if place < odd else 0), limits[key] - given[key])
            given[key] += part
            left -= part
        open_keys = [key for key in open_keys if given[key] < limits[key]]
    return given
