"""Terms the law sets for help without a decision, each since a day, with its article."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from miernik.kernel.quantities import Labelled


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days, months or times that an act asks for since a day."""

    number: int
    since: dt.date
    article: str


_INTEGRATION = dt.date(2015, 4, 30)
IPI_APPLICATION_DAYS = Term(60, _INTEGRATION, "art. 91 ustawy o pomocy społecznej")
IPI_LONGEST_MONTHS = Term(12, _INTEGRATION, "art. 92 ustawy o pomocy społecznej")
IPI_REVIEW_MONTHS = Term(
    3, _INTEGRATION, "rozporządzenie o udzielaniu pomocy cudzoziemcom, Dz.U. 2015 poz. 515"
)
IPI_CONTACTS_A_MONTH = Term(
    2, _INTEGRATION, "rozporządzenie o udzielaniu pomocy cudzoziemcom, Dz.U. 2015 poz. 515"
)
ASSISTANT_REVIEW_MONTHS = Term(
    6,
    dt.date(2012, 1, 1),
    "art. 15 ust. 1 ustawy o wspieraniu rodziny i systemie pieczy zastępczej",
)
_DIAGNOSTIC_GROUPS = dt.date(2023, 6, 22)
GROUP_CALLED_DAYS = Term(
    3, _DIAGNOSTIC_GROUPS, "art. 9a ustawy o przeciwdziałaniu przemocy domowej"
)
MEETING_MONTHS = Term(2, _DIAGNOSTIC_GROUPS, "art. 9a ustawy o przeciwdziałaniu przemocy domowej")


class GroupKind(Labelled):
    """Who works on a Niebieska Karta; the act of 2023 changed it (Dz.U. 2023 poz. 535)."""

    WORKING = "grupa_robocza", "grupa robocza"
    DIAGNOSTIC = "grupa_diagnostyczno_pomocowa", "grupa diagnostyczno-pomocowa"


def group_on(day: dt.date) -> GroupKind:
    """Return the kind of group that meets on ``day``: a working one until 2023-06-21."""
    return GroupKind.DIAGNOSTIC if day >= _DIAGNOSTIC_GROUPS else GroupKind.WORKING


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or that month's last day (31 stycznia → 28 lutego)."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
