"""Provisions cited in the reasons of decisions, and what is doubtful about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from miernik.consultations.citations import checked

DAY = dt.date(2020, 10, 30)
ACT = "ustawy z dnia 13 czerwca 2003 r. o zatrudnieniu socjalnym"


def test_the_reasons_of_2020_cite_three_points_of_one_act(golden: Callable[[str], Any]) -> None:
    proposal = golden("consultation_2020")["annex"]["proposals"][0]
    found = checked(proposal["outcome_justification"], DAY)
    units = [" ".join(one["unit"].split()) for one in found]
    assert "art. 1 ust. 2 pkt 8" in units
    assert "art. 2 pkt 4 i 5" in units
    assert {one["act"] for one in found} == {ACT}


def test_a_provision_of_no_act_is_doubtful() -> None:
    (one,) = checked("Zgodnie z art. 5 ust. 2 nie jest to możliwe.", DAY)
    assert one["act"] == ""
    assert one["doubt"].startswith("Nie wiadomo, z jakiej ustawy")


def test_an_act_without_its_journal_is_doubtful_and_with_it_is_not() -> None:
    (bare,) = checked(f"Zgodnie z art. 1 ust. 2 pkt 8 {ACT}.", DAY)
    assert bare["doubt"].startswith("Brak miejsca ogłoszenia")
    (full,) = checked(f"Zgodnie z art. 1 ust. 2 pkt 8 {ACT} (Dz. U. z 2020 r. poz. 176).", DAY)
    assert (full["act"], full["doubt"]) == (ACT, "")
    assert full["checked_on"] == "2020-10-30"
