"""Personal data of submitters kept longer than their tracks say: a report, never a deletion."""

from __future__ import annotations

import datetime as dt

from miernik.audit.retention import Due, classes
from miernik.consultations.models import SubmitterPerson
from miernik.consultations.procedure import TrackKind

#: The class of each track; its term is that of the track's rules.
CLASSES = {
    TrackKind.NGO: "submitters_ngo",
    TrackKind.RESIDENTS: "submitters_residents",
    TrackKind.COUNCIL: "submitters_council",
}


def due_on(on: dt.date) -> list[Due]:
    """Return the classes of submitters' data with what is due on the day."""
    rows = SubmitterPerson.objects.order_by("pk").values_list(
        "submission__track__kind", "submission__track__ends"
    )
    found: dict[str, list[dt.date]] = {kind.value: [] for kind in TrackKind}
    for kind, ends in rows:
        found[kind].append(ends)
    made = []
    for kind, name in CLASSES.items():
        of, days = classes()[name], found[kind.value]
        made.append(Due(of, len(days), sum(of.over_on(day, on) for day in days)))
    return made
