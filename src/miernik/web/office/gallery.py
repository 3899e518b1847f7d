"""What the gallery shows: every component with made-up content, in each of its states."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from miernik.analysis.compute.series import Change, Verdict
from miernik.collection.pseudonyms.asking import AskedPseudonyms
from miernik.collection.pseudonyms.key import PseudonymKey
from miernik.intake.draft import Doubt
from miernik.intake.matching import word_difference
from miernik.intake.models import ImportState
from miernik.intake.rows import Place
from miernik.kernel.quantities import BreakType, Kind, Status
from miernik.kernel.redline import redline
from miernik.observations.models import BreakState
from miernik.web.office.forms import BreakForm, CorrectionForm
from miernik.web.office.showing import DoubtShown, FieldShown
from miernik.web.public.gauge import Gauge, Tick
from miernik.web.public.reading import VerdictCount, YearValue

WHEN = dt.datetime(2020, 5, 28, 12, 0, tzinfo=dt.UTC)


def _value(printed: str, **more: Any) -> YearValue:
    """A value that stands in no database; the component reads only what is given here."""
    notes = [SimpleNamespace(marker="*", text=text) for text in more.pop("notes", [])]
    content = {"status": Status.VALUE, "kind": Kind.COUNT, "number": None, "text": ""} | more
    observation: Any = SimpleNamespace(
        printed=printed, notes=SimpleNamespace(all=lambda: notes), **content
    )
    return YearValue(2019, observation)


def _values() -> list[tuple[str, YearValue]]:
    points = "- warsztaty; - prelekcje; - indywidualne rozmowy i konsultacje dla rodziców; - festyn"
    shown = [
        ("liczba", _value("5 198", number=Decimal(5198))),
        ("z uwagą", _value("2659*", number=Decimal(2659), notes=["w tym 4 rodziny podwójnie"])),
        ("kwota", _value("1.129,1 tys. zł", kind=Kind.AMOUNT, number=Decimal(1129100))),
        ("zero", _value("0", status=Status.TRUE_ZERO, number=Decimal(0))),
        ("lista", _value(points, kind=Kind.LIST)),
        ("nie ma w dokumentach", YearValue(2018, None)),
    ]
    empty = [status for status in Status if status not in (Status.VALUE, Status.TRUE_ZERO)]
    words = [(s.label, _value("", status=s, notes=["uwaga zostaje"])) for s in empty]
    return shown + words


def _change(verdict: Verdict, sentence: str, reason: str) -> Change:
    return Change(
        2017, 2019, None, None, True, (2017, 2019), None, None, None,
        verdict, sentence, reason, "przykład",
    )  # fmt: skip


def _breaks() -> list[Any]:
    return [
        SimpleNamespace(
            since=2017, year=2019, type=BreakType.COUNTING_RULE, state=state,
            reason="Wartość wzrosła ponad dwukrotnie, a dokument nie podaje przyczyny.",
            decided_at=None if state is BreakState.PROPOSED else WHEN,
            decision_note="Od 2018 r. liczy się każdą rodzinę w świadczeniu.",
        )
        for state in BreakState
    ]  # fmt: skip


def _doubt() -> DoubtShown:
    place = Place(line_from=120, line_to=121)
    field = FieldShown(
        "A.1.1/1/value_raw", "A.1.1, wskaźnik 1, wartość", "wartość", "1.129", "", place,
        "1.129", 60,
    )  # fmt: skip
    reason = "Zapis „1.129” można przeczytać na dwa sposoby: 1 129 albo 1,129."
    return DoubtShown(Doubt(field.path, reason, place, "1.129"), field.where, field)


def _gauge() -> Gauge:
    ticks = tuple(Tick(f"{n * 3.6:.1f}", n % 5 == 0, n <= 20) for n in range(51))
    return Gauge(70, 175, (2017, 2019), "72.0", ticks)


def _pseudonyms() -> AskedPseudonyms:
    """What a school is asked under a key of zeros, which protects nobody."""
    key = PseudonymKey(bytes(32), 2026, "Białystok")
    return AskedPseudonyms(key.year, key.area, "A.1.3", "Szkoła Podstawowa nr 1", key.fingerprint)


def samples() -> dict[str, Any]:
    """Return the context of the gallery's page."""
    shares = [VerdictCount(v, 2, f"{n * 100 / 6:.3f}", "16.667") for n, v in enumerate(Verdict)]
    wrong = BreakForm({"action": "confirm", "type": BreakType.UNEXPLAINED.value, "note": ""})
    return {
        "verdicts": list(Verdict),
        "changes": [
            _change(Verdict.FALL, "Spadek z 5 887 do 5 198, czyli o 11,7 %.", "Ponad próg 10 %."),
            _change(Verdict.UNKNOWN, "Nie wiadomo, czy coś się zmieniło.", "Za mała liczba."),
            _change(Verdict.NOT_COMPARABLE, "Tych lat nie można porównać.", "Inna definicja."),
        ],
        "shares": shares,
        "values": _values(),
        "levels": ["info", "success", "warning", "error"],
        "breaks": _breaks(),
        "doubt": _doubt(),
        "of": SimpleNamespace(uuid="00000000-0000-4000-8000-000000000000"),
        "words": word_difference("Liczba asystentów rodzinnych", "Liczba asystentów rodziny"),
        "pieces": redline("kontynuacja współpracy z urzędem;", "współpraca z urzędem pracy;"),
        "clean_form": CorrectionForm(initial={"value": "5 198"}),
        "wrong_form": wrong,
        "gauge": _gauge(),
        "event": SimpleNamespace(
            at=WHEN, by="anna", action="import.confirmed", data={"year": 2019}
        ),
        "states": ImportState.choices(),
        "pseudonyms": _pseudonyms(),
    }  # fmt: skip
