"""Income by art. 8: what counts, from when, and which month."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.rules.family import FamilyCase, IncomeItem, MemberCase
from miernik.rules.formulas.income import FamilyIncome, family_income
from miernik.rules.income_law import FILE, Purpose, income_law, income_law_from
from miernik.rules.incomes import IncomeKind as Kind
from miernik.rules.law import LawError
from miernik.rules.loader import law

ZLOTY = 100


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def family(*members: tuple[IncomeItem, ...]) -> FamilyCase:
    return FamilyCase(
        tuple(
            MemberCase(str(place), f"Osoba {place}", incomes=incomes)
            for place, incomes in enumerate(members, start=1)
        )
    )


def counted(case: FamilyCase, on: str, **options: object) -> FamilyIncome:
    return family_income(case, law().on(day(on)), **options)  # type: ignore[arg-type]  # options by name


def item(kind: Kind, zloty: int, **fields: object) -> IncomeItem:
    return IncomeItem(kind, zloty * ZLOTY, **fields)  # type: ignore[arg-type]  # fields by name


# --- what is not income, from when --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "last_day_counted"),
    [
        (Kind.CHILD_BENEFIT, "2016-03-31"),  # Dz.U. 2016 poz. 195
        (Kind.POLE_CARD, "2016-09-01"),  # three months after 1 June 2016
        (Kind.SUPPLEMENTARY_BENEFIT, "2019-09-30"),
        (Kind.CAREGIVER_CAPITAL, "2021-12-31"),
        (Kind.ENERGY_SUPPLEMENT, "2022-01-03"),
    ],
)
def test_a_kind_counts_to_the_day_before_the_act_leaves_it_out(
    kind: Kind, last_day_counted: str
) -> None:
    case = family((item(kind, 500),))
    first_day = (day(last_day_counted) + dt.timedelta(days=1)).isoformat()
    assert counted(case, last_day_counted).amount_gr == 50_000
    assert counted(case, first_day).amount_gr == 0


@pytest.mark.parametrize("kind", [Kind.ONE_OFF_SOCIAL, Kind.IN_KIND])
def test_what_the_act_left_out_from_the_beginning_never_counts(kind: Kind) -> None:
    assert counted(family((item(kind, 500),)), "2004-05-01").amount_gr == 0


@pytest.mark.parametrize("kind", [Kind.PURPOSIVE_BENEFIT, Kind.SCHOOL_AID])
def test_what_the_texts_of_2004_and_2009_lack_counted_then_and_does_not_in_2013(
    kind: Kind,
) -> None:
    case = family((item(kind, 200),))
    for on, grosze in (("2004-05-01", 20_000), ("2009-10-21", 20_000), ("2013-01-15", 0)):
        assert counted(case, on).amount_gr == grosze


def test_socially_useful_work_is_left_out_since_it_exists() -> None:
    case = family((item(Kind.SOCIALLY_USEFUL_WORK, 200),))
    assert counted(case, "2009-10-21").members[0].items[0].article == "art. 8 ust. 4"
    assert counted(case, "2025-01-15").members[0].items[0].article == "art. 8 ust. 4 pkt 5"


@pytest.mark.parametrize(
    "kind",
    [Kind.NURSING_ALLOWANCE, Kind.HOUSING_ALLOWANCE, Kind.FAMILY_ALLOWANCE, Kind.SCHOLARSHIP],
)
def test_receipts_that_the_act_does_not_leave_out_count(kind: Kind) -> None:
    assert counted(family((item(kind, 215),)), "2025-02-01").amount_gr == 21_500


def test_every_line_says_its_article_and_whether_it_counts() -> None:
    found = counted(family((item(Kind.CHILD_BENEFIT, 800), item(Kind.ALIMONY, 600))), "2025-02-01")
    benefit, alimony = found.members[0].items
    assert (benefit.counted, benefit.article) == (False, "art. 8 ust. 4 pkt 7")
    assert (alimony.counted, alimony.amount_gr) == (True, 60_000)
    assert found.explanation.steps[0].article == "art. 8 ust. 4 pkt 7"
    assert found.explanation.result == 60_000


def test_okresowy_is_no_income_for_staly_since_11_may_2013() -> None:
    case = family((item(Kind.PERIODIC_BENEFIT, 400),))  # art. 37 ust. 6, Dz.U. 2013 poz. 509
    assert counted(case, "2013-05-10", purpose=Purpose.PERMANENT).amount_gr == 40_000
    assert counted(case, "2013-05-11", purpose=Purpose.PERMANENT).amount_gr == 0
    assert counted(case, "2025-01-15").amount_gr == 40_000


def test_the_supplementary_benefit_counts_for_fees_other_than_relatives_pay_for_a_home() -> None:
    case = family((item(Kind.SUPPLEMENTARY_BENEFIT, 500),))  # art. 8 ust. 4a
    assert counted(case, "2025-01-15", purpose=Purpose.HOME_FAMILY).amount_gr == 0
    assert counted(case, "2025-01-15", purpose=Purpose.FEE).amount_gr == 50_000


# --- what is deducted ---------------------------------------------------------------------------


def test_costs_are_deducted_since_30_may_2021() -> None:
    wage = item(
        Kind.EMPLOYMENT,
        3000,
        tax_gr=10_000,
        costs_gr=25_000,
        contributions_gr=60_000,
    )
    # 3000 - 100 - 600 = 2300; with costs of 250: 2050
    assert counted(family((wage,)), "2021-05-29").amount_gr == 230_000
    assert counted(family((wage,)), "2021-05-30").amount_gr == 205_000


def test_costs_of_a_business_were_deducted_before_2021_too() -> None:
    business = item(Kind.BUSINESS, 5000, costs_gr=200_000)  # art. 8 ust. 5 pkt 1
    assert counted(family((business,)), "2015-03-10").amount_gr == 300_000


def test_alimony_paid_lessens_the_payers_income_and_no_one_elses() -> None:
    payer = (item(Kind.EMPLOYMENT, 400, alimony_paid_gr=60_000),)
    found = counted(family(payer, (item(Kind.RETIREMENT_PENSION, 1000),)), "2025-01-15")
    assert [member.amount_gr for member in found.members] == [0, 100_000]
    assert found.amount_gr == 100_000


def test_alimony_beside_a_receipt_of_another_month_is_not_deducted() -> None:
    ended = item(Kind.EMPLOYMENT, 2000, alimony_paid_gr=50_000, until=day("2024-06-30"))
    case = family((ended, item(Kind.RETIREMENT_PENSION, 1500)))
    assert counted(case, "2025-01-15").amount_gr == 150_000


def test_a_loss_of_a_business_takes_nothing_from_other_income() -> None:
    case = family((item(Kind.BUSINESS, 100, costs_gr=90_000), item(Kind.ALIMONY, 300)))
    assert counted(case, "2025-01-15").amount_gr == 30_000


# --- hectares -----------------------------------------------------------------------------------


def farm(hectares: str) -> IncomeItem:
    return IncomeItem(Kind.FARM, 0, hectares=Decimal(hectares))


@pytest.mark.parametrize(
    ("on", "hectares", "grosze"),
    [
        ("2004-05-01", "2", 38_800),  # 2 × 194
        ("2018-10-01", "1.5", 46_200),  # 1,5 × 308
        ("2024-12-31", "1.5", 51_750),  # 1,5 × 345
        ("2025-01-01", "1.5", 68_850),  # 1,5 × 459
        ("2025-01-01", "1.2345", 56_664),  # 1,2345 × 459 = 566,6355, halves up
        ("2025-01-01", "1", 45_900),  # the act says "poniżej 1 ha": one whole hectare counts
        ("2025-01-01", "0.9999", 0),
        ("2013-05-10", "0.5", 12_500),  # the exclusion came on 11 May 2013; 0,5 × 250
        ("2013-05-11", "0.5", 0),
    ],
)
def test_converted_hectares_count_at_the_amount_of_the_day(
    on: str, hectares: str, grosze: int
) -> None:
    assert counted(family((farm(hectares),)), on).amount_gr == grosze


def test_plots_of_one_person_are_added_before_asking_whether_they_reach_a_hectare() -> None:
    # 0,6 + 0,6 = 1,2 ha: 2 × (0,6 × 459 = 275,40)
    assert counted(family((farm("0.6"), farm("0.6"))), "2025-01-15").amount_gr == 55_080


# --- single receipts ----------------------------------------------------------------------------


def single(zloty: int, since: str, until: str | None = None) -> IncomeItem:
    return IncomeItem(
        Kind.OTHER,
        zloty * ZLOTY,
        one_off=True,
        since=day(since),
        until=day(until) if until else None,
    )


def test_a_receipt_above_five_criteria_counts_a_twelfth_for_twelve_months_from_its_own() -> None:
    case = family((single(12_000, "2017-01-20"),))  # 5 × 634 = 3170 < 12 000
    months = {
        "2017-01-25": 0,  # income of December
        "2017-02-10": 100_000,  # January, the first part
        "2018-01-10": 100_000,  # December, the twelfth part
        "2018-02-10": 0,
    }
    assert {on: counted(case, on).amount_gr for on in months} == months


def test_exactly_five_criteria_is_not_above_them() -> None:
    at = family((single(5050, "2025-01-20"),))  # 5 × 1010
    above = family((IncomeItem(Kind.OTHER, 505_001, one_off=True, since=day("2025-01-20")),))
    assert counted(at, "2025-02-10").amount_gr == 505_000
    assert counted(at, "2025-03-10").amount_gr == 0
    assert counted(above, "2025-02-10").amount_gr == 42_083  # 5050,01 / 12 = 420,834…
    assert counted(above, "2025-03-10").amount_gr == 42_083


def test_for_a_family_five_times_its_own_criterion_is_asked() -> None:
    two = family((single(8000, "2025-01-20"),), ())  # 5 × 2 × 823 = 8230 > 8000
    assert counted(two, "2025-02-10").amount_gr == 800_000
    assert counted(two, "2025-03-10").amount_gr == 0


def test_arrears_due_for_a_period_count_in_each_of_its_months() -> None:
    case = family((single(900, "2025-01-01", "2025-03-31"),))  # art. 8 ust. 12
    months = {"2025-02-10": 30_000, "2025-04-10": 30_000, "2025-05-10": 0}
    assert {on: counted(case, on).amount_gr for on in months} == months


# --- which month --------------------------------------------------------------------------------


def test_the_month_before_the_application_counts() -> None:
    wage = item(Kind.EMPLOYMENT, 2000, since=day("2025-02-01"))
    assert counted(family((wage,)), "2025-02-20").amount_gr == 0
    found = counted(family((wage,)), "2025-03-01")
    assert (found.month, found.amount_gr) == (day("2025-02-01"), 200_000)


def test_when_income_was_lost_the_month_of_the_application_counts() -> None:
    wage = item(Kind.EMPLOYMENT, 2000, until=day("2025-01-31"))
    found = counted(family((wage,)), "2025-02-10")
    assert (found.month, found.amount_gr) == (day("2025-02-01"), 0)
    assert counted(family((wage,)), "2025-02-10", income_lost=False).amount_gr == 200_000


def test_a_pension_raised_in_march_is_not_lost_in_february() -> None:
    pension = (
        item(Kind.RETIREMENT_PENSION, 1500, until=day("2025-02-28")),
        item(Kind.RETIREMENT_PENSION, 1600, since=day("2025-03-01")),
    )
    found = counted(family(pension), "2025-03-10")
    assert (found.month, found.amount_gr) == (day("2025-02-01"), 150_000)


def test_losing_what_does_not_count_changes_no_month() -> None:
    benefit = item(Kind.CHILD_BENEFIT, 800, until=day("2025-01-31"))
    found = counted(family((benefit, item(Kind.ALIMONY, 400))), "2025-02-10")
    assert (found.month, found.amount_gr) == (day("2025-01-01"), 40_000)


# --- always -------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Kind)), st.integers(0, 10**7), st.integers(0, 10**6)),
        max_size=6,
    )
)
def test_income_is_never_negative_and_the_members_add_up(
    rows: list[tuple[Kind, int, int]],
) -> None:
    items = tuple(IncomeItem(kind, amount, tax_gr=tax) for kind, amount, tax in rows)
    found = counted(family(items, ()), "2025-01-15")
    assert found.amount_gr >= 0
    assert found.amount_gr == sum(member.amount_gr for member in found.members)


def test_the_table_of_kinds_names_a_source_for_every_row() -> None:
    rules = income_law()
    provisions = [row.provision for row in rules.exclusions]
    provisions += [row.provision for row in rules.deductions]
    assert all(row.journal.startswith("Dz.U.") and row.source for row in provisions)


def test_a_table_with_two_rows_for_one_day_is_refused() -> None:
    import yaml

    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    document["exclusions"].append(document["exclusions"][0])
    with pytest.raises(LawError, match="zachodzą na siebie"):
        income_law_from(document)
