"""Two amounts of money: nominal, and in real terms where a price index is given."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from miernik.analysis import words
from miernik.analysis.compute import parts, statements
from miernik.analysis.compute.pair import Pair, percent_change
from miernik.analysis.compute.series import Change, Point, Verdict
from miernik.kernel.numbers import print_number

METHOD = "różnica kwot nominalnych i próg istotności"


def compare(
    pair: Pair, before: Point, after: Point, verdict: Verdict, cpi: Mapping[int, Decimal] | None
) -> Change:
    first, second = statements.numbers(before, after)
    more = statements.difference_fields(first, second) | {
        "parts": parts.part_changes(pair.series, before, after)
    }
    reason = []
    if verdict is Verdict.NO_MATERIAL_CHANGE:
        reason.append(statements.below_threshold(pair, first, second))
    elif verdict in statements.DECIDED:
        reason.append(statements.above_threshold(pair))
    text = statements.sentence(pair, first, second, verdict, nominal=True)
    if cpi is not None and pair.year_from in cpi and pair.year_to in cpi and first > 0:
        real = percent_change(first, second * cpi[pair.year_from] / cpi[pair.year_to])
        more["real_percent"] = real
        if real is not None:
            way = "więcej" if real > 0 else "mniej"
            shown = f"o {print_number(abs(real))}% {way}" if real else "tyle samo"
            text += f", a w cenach z {words.year(pair.year_from)} {shown}"
    else:
        reason.append("Kwoty są nominalne: nie uwzględniono zmiany cen.")
    return pair.result(
        verdict,
        statements.with_parts(pair, text, more["parts"], second - first),
        " ".join(reason),
        METHOD,
        **more,
    )
