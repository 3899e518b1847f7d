"""Many comparisons at once."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from miernik.analysis.compute.multiplicity import expected_false_alarms, standing


def test_a_report_of_175_indicators_would_raise_about_nine_false_alarms() -> None:
    assert expected_false_alarms(175) == Decimal("8.8")


def test_nothing_tested_raises_no_alarm() -> None:
    assert expected_false_alarms(0) == 0
    assert standing([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_what_stands_is_what_scipy_s_correction_leaves(values: list[float]) -> None:
    adjusted = stats.false_discovery_control(np.array(values), method="bh")
    clear = np.abs(adjusted - 0.05) > 1e-9
    ours = np.array(standing(values))
    assert (ours == (adjusted <= 0.05))[clear].all()
