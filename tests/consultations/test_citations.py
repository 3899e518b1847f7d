"""Provisions cited in the reasons of decisions, and what is doubtful about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from miernik.consultations.citations import acts_in, checked, known_acts
from miernik.consultations.models import Consultation

NOON = dt.datetime(2020, 10, 30, 12, tzinfo=dt.UTC)
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


def test_another_journal_than_in_the_legal_bases_is_doubtful() -> None:
    about = "ustawy z dnia 24 kwietnia 2003 {} o działalności pożytku publicznego i o wolontariacie"
    known = [act for _, act in acts_in([about.format("roku") + " (Dz. U. z 2020 r. poz. 1057)"])]
    said = f"Zgodnie z art. 5 ust. 2 {about.format('r.')}"
    (old,) = checked(f"{said} (Dz. U. z 2019 r. poz. 688).", DAY, known)
    assert old["doubt"] == (
        "Inne miejsce ogłoszenia: sprawdź, jaki tekst obowiązywał. W podstawach prawnych "
        "konsultacji stoi: Dz. U. z 2020 r. poz. 1057."
    )
    (same,) = checked(f"{said} (Dz.U. 2020 poz. 1057, z późn. zm.).", DAY, known)
    assert same["doubt"] == ""
    (bare,) = checked(f"{said}.", DAY, known)
    assert bare["doubt"].endswith("stoi: Dz. U. z 2020 r. poz. 1057.")


def test_a_journal_belongs_to_the_act_it_stands_behind() -> None:
    text = (
        f"Zgodnie z art. 1 ust. 2 {ACT} (Dz. U. z 2020 r. poz. 176) oraz art. 5 ust. 1 ustawy z "
        "dnia 8 marca 1990 r. o samorządzie gminnym. Mówi o tym także art. 3 cytowanej ustawy."
    )
    first, second, third = checked(text, DAY)
    assert first["journal"] == "Dz. U. z 2020 r. poz. 176"
    assert (second["journal"], third["journal"]) == ("", "")
    assert third["act"] == "ustawy z dnia 8 marca 1990 r. o samorządzie gminnym"


@pytest.mark.django_db
def test_an_act_of_the_program_s_law_with_another_date_is_doubtful() -> None:
    of = Consultation.objects.create(code="k", title="K", responsible="DSP", created_at=NOON)
    said = (
        "Tak stanowi art. 7 ustawy z dnia 12 marca {} r. o pomocy społecznej "
        "(Dz. U. z 2020 r. poz. 1876)."
    )
    (wrong,) = checked(said.format(2014), DAY, known_acts(of))
    assert wrong["doubt"] == (
        "Ustawa o pomocy społecznej jest znana z datą 12 marca 2004 r.: sprawdź datę."
    )
    (right,) = checked(said.format(2004), DAY, known_acts(of))
    assert right["doubt"] == ""
