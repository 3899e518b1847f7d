"""Worked examples of criteria and cash benefits, and of the arithmetic that documents share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from miernik.rules.calculation import Explained, Number, Rule
from miernik.rules.formulas.criteria import gap, multiple
from miernik.rules.formulas.indexation import raised
from miernik.rules.formulas.periodic import periodic_limit, periodic_minimum
from miernik.rules.formulas.permanent import permanent_base, permanent_benefit
from miernik.rules.law import DatedLaw
from miernik.rules.worked_inputs import Given, InputError, amount, exact, flag, number

GROSZE = 100


def _run(law: DatedLaw, rule: Rule[...], **inputs: object) -> Fraction:
    """Run a rule that gives grosze; the answer in zloty."""
    found: Number = rule(Explained(law, rule.name, rule.title), **inputs)
    return Fraction(found, GROSZE)


def _permanent(law: DatedLaw, given: Given) -> Fraction:
    """Of one who keeps house alone the own income is the household's and need not be given."""
    persons = number(given, "n", least=1)
    own = "household_income" if persons == 1 and "own_income" not in given else "own_income"
    return _run(
        law,
        permanent_benefit,
        persons=persons,
        family_income=amount(given, "household_income"),
        own_income=amount(given, own),
    )


def _of_family(rule: Rule[...]) -> Callable[[DatedLaw, Given], Fraction]:
    def run(law: DatedLaw, given: Given) -> Fraction:
        persons = number(given, "n", least=1)
        return _run(law, rule, persons=persons, income=amount(given, "household_income"))

    return run


def _criterion_multiple(law: DatedLaw, given: Given) -> Fraction:
    return _run(law, multiple, single=flag(given, "single"), times=exact(given, "pct"))


def _base_share(law: DatedLaw, given: Given) -> Fraction:
    base = law.parameter("kwota_bazowa_usamodzielnienie").value
    return _to_grosz(base * exact(given, "pct"))


def _share(_law: DatedLaw, given: Given) -> Fraction:
    return _to_grosz(exact(given, "base") * exact(given, "pct"))


def _equal_parts(_law: DatedLaw, given: Given) -> Fraction:
    return _to_grosz(exact(given, "remainder") / number(given, "persons", least=1))


def _raised(law: DatedLaw, given: Given) -> Fraction:
    kinds = {"half": "indeksacja_ust5", "quarter": "indeksacja_ust6"}
    kind = str(given.get("kind"))
    if kind not in kinds:
        raise InputError(f"Dana „kind” ma być jedną z: {', '.join(kinds)}.")
    growth = exact(given, "d_single") + exact(given, "d_family")
    return Fraction(raised(exact(given, "old"), growth, law.ratio(kinds[kind])))


def _reasons_per_family(_law: DatedLaw, given: Given) -> Fraction:
    families = number(given, "distinct_families", least=1)
    return _to_grosz(exact(given, "sum_over_reasons") / families)


def _to_grosz(value: Fraction) -> Fraction:
    """Round to two places, halves up."""
    return Fraction((value * GROSZE + Fraction(1, 2)).__floor__(), GROSZE)


CASH: Mapping[str, Callable[[DatedLaw, Given], Fraction]] = {
    "staly": _permanent,
    "staly_base": lambda law, given: _run(law, permanent_base, single=flag(given, "single")),
    "okresowy_min": _of_family(periodic_minimum),
    "okresowy_max": _of_family(periodic_limit),
    "gap": _of_family(gap),
    "criterion_pct": _criterion_multiple,
    "base_pct": _base_share,
    "pct_of": _share,
    "proportional": _equal_parts,
    "indexation": _raised,
    "sum_reasons": _reasons_per_family,
}
