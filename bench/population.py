"""One month of okresowy and stały over a population, against OpenFisca-Core and NumPy integers.

The peers, the generator of the population and its control sums lie in the shared folder beside
the checkout (or MIERNIK_SHARED), under ``peers/openfisca``; without it nothing is compared.
Miernik starts from one row a person; NumPy gets the sizes of households ready made.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import DIFFERENT, Comparison, measure
from miernik.rules.calculation import explain
from miernik.rules.explanation import explanation_as_json
from miernik.rules.formulas.periodic import periodic_minimum
from miernik.rules.formulas.permanent import permanent_benefit
from miernik.rules.law import DatedLaw
from miernik.rules.loader import law
from miernik.rules.population import benefits, grouped

SHARED = Path(os.environ.get("MIERNIK_SHARED") or Path(__file__).parents[2] / "shared")
PEERS = SHARED / "peers" / "openfisca"
DAY, MONTH = dt.date(2025, 1, 1), "2025-01"
CASES = 1000
RAISED = {"kryterium_sg": Fraction(1111), "kryterium_os": Fraction("905.30")}

Sums = tuple[int, int, int, int]
#: Households → number and grosze of okresowy, number and grosze of stały (peers' README).
CONTROL: dict[int, Sums] = {
    10_000: (8_057, 427_763_378, 2_317, 177_845_811),
    100_000: (79_905, 4_262_487_044, 23_254, 1_754_617_517),
    1_000_000: (800_175, 42_545_259_382, 232_278, 17_550_405_609),
}
#: Households → by how many grosze okresowy grows with both criteria raised by 10 %.
GROWTH = {10_000: 81_872_700, 100_000: 815_399_873, 1_000_000: 8_128_875_965}


def comparisons() -> Iterator[Comparison]:
    """Compare every size with both peers, then what-if, then one case with its explanation."""
    if not PEERS.is_dir():
        print(f"brak {PEERS}: wskaż folder shared w MIERNIK_SHARED", file=sys.stderr)
        return
    for size, control in CONTROL.items():
        ours = measure(population, with_miernik, size)
        told = _told(ours.answer, control)
        name = f"populacja: {size} gospodarstw, okresowy i stały"
        peer = measure(for_openfisca, with_openfisca, size)
        wrong = f"{told}; OpenFisca inaczej o grosz: {peer.answer}"
        yield Comparison(name, ours, peer, "OpenFisca-Core", wrong)
        exact = measure(for_numpy, with_numpy, size)
        yield Comparison(name, ours, exact, "NumPy", _told(ours.answer, exact.answer))
    for size, growth in GROWTH.items():
        ours = measure(grouped_population, what_if, size)
        peer = measure(for_reform, with_openfisca, size)
        told = _told(ours.answer - CONTROL[size][1], growth)
        name = f"co by było, gdyby kryteria +10%: {size} gospodarstw"
        yield Comparison(name, ours, peer, "OpenFisca-Core", told)
    yield one_case()


def one_case() -> Comparison:
    """Compare a thousand single cases: seconds of the line are milliseconds of one case."""
    ours = measure(_law, with_explanation)
    peer = measure(_system, with_trace)
    told = _told(ours.answer, peer.answer)
    return Comparison(f"{CASES} × jedna sprawa z wyjaśnieniem", ours, peer, "OpenFisca JSON", told)


def _told(answer: Any, control: Any) -> str:
    return "te same" if answer == control else f"{DIFFERENT}: {answer} zamiast {control}"


# --- Miernik -------------------------------------------------------------------------------------

Arrays = tuple[Any, Any, Any]


def population(size: int) -> Arrays:
    """Return the household, income (grosze) and inability of every person."""
    sizes, income, unable = _generated(size)
    return np.repeat(np.arange(size), sizes), income, unable


def with_miernik(given: Arrays) -> Sums:
    """Group the rows and compute both benefits for each."""
    household, income, unable = given
    found = benefits(grouped(household, income), income, unable, _law())
    found.periodic_minimum_of_rows()
    return _sums(found.periodic_minimum, found.permanent)


def grouped_population(size: int) -> tuple[Any, Any, Any]:
    """Return the population already grouped, as it stands when somebody asks "what if"."""
    household, income, unable = population(size)
    return grouped(household, income), income, unable


def what_if(given: tuple[Any, Any, Any]) -> int:
    """Compute both benefits under raised criteria; return the sum of okresowy."""
    households, income, unable = given
    found = benefits(households, income, unable, _law(), RAISED)
    return int(found.periodic_minimum.sum())


def with_explanation(dated: DatedLaw) -> tuple[int, int]:
    """Compute and explain, as stored with a decision, a thousand cases; return the last one's."""
    periodic = permanent = 0
    for _ in range(CASES):
        first = explain(dated, periodic_minimum, persons=2, income=30_000)
        second = explain(
            dated, permanent_benefit, persons=2, family_income=30_000, own_income=30_000
        )
        periodic = explanation_as_json(first)["result"]
        permanent = explanation_as_json(second)["result"]
    return periodic, permanent


def _law() -> DatedLaw:
    return law().on(DAY)


# --- peers ---------------------------------------------------------------------------------------


def for_numpy(size: int) -> Arrays:
    """Return what plain NumPy starts from: sizes of households and the persons in their order."""
    sys.path.insert(0, str(PEERS))
    return _generated(size)


def with_numpy(given: Arrays) -> Sums:
    """Compute with the peer's integers."""
    import bench_numpy

    return _sums(*bench_numpy.exact(*given))


def for_openfisca(size: int) -> tuple[Any, Arrays, Any]:
    """Return the tax and benefit system, the population in zloty and the exact okresowy."""
    sizes, income, unable = _generated(size)
    system = _system()
    import bench_numpy

    return system, (sizes, income / 100, unable), bench_numpy.exact(sizes, income, unable)


def for_reform(size: int) -> tuple[Any, Arrays, Any]:
    """Return the same with both criteria raised by 10 %; a reform needs a simulation of its own."""
    system, arrays, exact = for_openfisca(size)
    import mops_country

    return mops_country.raise_criteria(1.1)(system), arrays, exact


def with_openfisca(given: tuple[Any, Arrays, Any]) -> int:
    """Build the simulation, compute both benefits; return how many amounts are not exact."""
    from openfisca_core.simulation_builder import SimulationBuilder

    system, (sizes, income, unable), exact = given
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(income.size))
    household = builder.declare_entity("household", np.arange(sizes.size))
    place = np.repeat(np.arange(sizes.size), sizes)
    builder.join_with_persons(household, place, np.repeat("member", income.size))
    simulation = builder.build(system)
    simulation.set_input("net_income", MONTH, income)
    simulation.set_input("unable_to_work", MONTH, unable)
    found = [simulation.calculate(name, MONTH) for name in ("okresowy", "staly")]
    return sum(
        int((_grosze(amounts) != right).sum()) for amounts, right in zip(found, exact, strict=True)
    )


def with_trace(system: Any) -> tuple[int, int]:
    """Compute a thousand cases from JSON with the trace on; return the last one's."""
    from openfisca_core.simulation_builder import SimulationBuilder

    case = {
        "persons": {
            "A": {"net_income": {MONTH: 300}, "unable_to_work": {MONTH: True}},
            "B": {"net_income": {MONTH: 0}},
        },
        "households": {"h": {"members": ["A", "B"]}},
    }
    periodic = permanent = 0
    for _ in range(CASES):
        simulation = SimulationBuilder().build_from_entities(system, case)
        simulation.trace = True
        periodic = int(_grosze(simulation.calculate("okresowy", MONTH))[0])
        permanent = int(_grosze(simulation.calculate("staly", MONTH))[0])
    return periodic, permanent


def _system() -> Any:
    sys.path.insert(0, str(PEERS))
    import mops_country

    return mops_country.CountryTaxBenefitSystem()


def _grosze(amounts: Any) -> Any:
    return np.rint(amounts.astype(np.float64) * 100).astype(np.int64)


def _sums(periodic: Any, permanent: Any) -> Sums:
    return (
        int(np.count_nonzero(periodic)),
        int(periodic.sum()),
        int(np.count_nonzero(permanent)),
        int(permanent.sum()),
    )


def _generated(size: int) -> Arrays:
    """Let the peers' generator write the population and return its three arrays."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, str(PEERS / "make_population.py"), str(size)],
            cwd=folder, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with np.load(Path(folder) / "data" / f"pop_{size}.npz") as data:
            sizes, income = data["hh_size"], data["person_income_gr"]
            return sizes, income, data["person_unable"].astype(np.bool_)
