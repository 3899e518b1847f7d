"""The context says what the documents say, and is data that survives storing."""

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import miernik.reports
from miernik.reports import collected
from miernik.reports import context as report
from miernik.reports.context import ReportContext, as_json, canonical, context_hash, from_json
from miernik.reports.errors import NothingToReportError, UnknownFormatVersionError
from miernik.reports.render import plain
from miernik.reports.selectors import build_context
from miernik.reports.shapes import report_schema
from tests.reports import contexts
from tests.reports.conftest import AT, City

HOME = Path(miernik.reports.__file__).parent
RECORDS = [
    item
    for item in (*vars(report).values(), *vars(collected).values())
    if dataclasses.is_dataclass(item) and isinstance(item, type)
]


def test_report_holds_every_row_of_the_city_s_table(
    report_2017: ReportContext, golden: Callable[[str], Any]
) -> None:
    expected = [
        (task["code"], task["title"], task["implementers_text"], task["funding_text"],
         task["monitoring"], item["name"], item["value_raw"], item["footnote"])
        for goal in golden("report_2017_goals_ABC")
        for priority in goal["priorities"]
        for task in priority["tasks"]
        for item in task["indicators"]
    ]  # fmt: skip
    found = [
        (task.code, task.title, task.implementers, task.funding, task.monitoring, item.name,
         item.value.printed, item.value.notes[0].text if item.value.notes else None)
        for _, _, task, item in report_2017.indicators()
    ]  # fmt: skip
    assert found == expected


def test_numbers_stand_in_base_units_whatever_the_document_printed(
    report_2017: ReportContext,
) -> None:
    values = {
        (task.code, item.value.printed): item.value for *_, task, item in report_2017.indicators()
    }
    training = values["C.1.3", "1.129,1 tys. zł*"]
    assert (training.number, training.unit, training.display) == (
        "1129100", "zł", "1\xa0129\xa0100\xa0zł",
    )  # fmt: skip
    assert values["A.1.3", "2659*"].display == "2\xa0659"


def test_first_year_has_no_changes_and_says_so(report_2017: ReportContext) -> None:
    assert report_2017.title.previous_year is None
    assert report_2017.changes == report_2017.one_sided == ()
    assert "pierwszy rok" in report_2017.summary.sentences[0]


def test_summary_of_the_second_year_counts_what_the_documents_hold(
    report_2019: ReportContext,
) -> None:
    assert [(item.key, item.number) for item in report_2019.summary.counts] == [
        ("goals", 3), ("priorities", 12), ("tasks", 44), ("indicators", 70), ("given", 9),
    ]  # fmt: skip
    assert [item.code for item in report_2019.changes] == [
        "A.1.1", "A.1.1", "A.1.2", "A.1.2", "A.1.3", "A.1.3", "A.1.4", "A.1.4", "A.1.4",
    ]  # fmt: skip
    assert len(report_2019.one_sided) == 70 - 9


def test_the_jump_of_families_is_first_and_has_no_percent(report_2019: ReportContext) -> None:
    jump = next(row for row in report_2019.changes if row.before == "2\xa0659")
    assert jump.after == "6\xa0361"
    assert (jump.difference, jump.percent, jump.verdict) == ("", "", "not_comparable")
    assert report_2019.summary.sentences[0].startswith("A.1.3")
    assert [(item.code, item.state) for item in report_2019.breaks] == [("A.1.3", "proposed")]
    drawn = next(chart for chart in report_2019.charts if chart.kind == "percent")
    assert not any("bezradności" in series.label for series in drawn.series)


def test_chart_of_changes_leaves_out_what_chance_explains(report_2019: ReportContext) -> None:
    drawn = next(chart for chart in report_2019.charts if chart.kind == "percent")
    assert not any("asystentów" in series.label for series in drawn.series)
    assert drawn.note.startswith("Pominięto 3 wskaźniki")


def test_a_part_that_goes_against_its_total_is_said_before_other_changes(
    report_2019: ReportContext,
) -> None:
    assert "dożywianiem" in report_2019.summary.sentences[1]


def test_one_fact_under_two_tasks_is_a_doubt(report_2017: ReportContext) -> None:
    repeated = [item for item in report_2017.doubts if "C.1.3, C.1.4" in item.text]
    assert {item.name for item in repeated} == {
        "Liczba osób przeszkolonych (osoby)",
        "Wysokość pozyskanych środków na organizację szkoleń (tys. zł)",
    }


def test_money_of_the_city_and_the_county_is_a_doubt(report_2017: ReportContext) -> None:
    wide = [item.code for item in report_2017.doubts if "miasto i powiat" in item.text]
    assert wide == ["C.1.3", "C.1.4", "C.2.2", "C.2.3", "C.4.2", "C.4.2"]


def test_sources_tell_how_many_values_come_from_each(report_2019: ReportContext) -> None:
    assert [(item.file_name, item.values) for item in report_2019.sources] == [
        ("raport-2017.pdf", 70), ("raport-2019.pdf", 9),
    ]  # fmt: skip


def test_a_year_without_values_is_refused_with_the_years_there_are(stored: City) -> None:
    with pytest.raises(NothingToReportError, match=r"2018.*2017, 2019"):
        build_context(stored.work, 2018, on=AT.date())


def test_context_is_the_same_after_storing_and_reading(report_2019: ReportContext) -> None:
    again = from_json(json.loads(json.dumps(as_json(report_2019))))
    assert again == report_2019
    assert context_hash(again) == context_hash(report_2019)


def test_an_edition_from_before_bounds_is_read_and_keeps_its_hash(
    report_2019: ReportContext,
) -> None:
    earlier = dataclasses.replace(report_2019, format_version="2")
    stored = as_json(earlier)
    assert "lower" not in json.dumps(stored)
    assert from_json(stored) == earlier
    assert context_hash(from_json(stored)) == context_hash(earlier)


def test_context_of_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownFormatVersionError):
        from_json({"format_version": "99"})


def test_published_schema_is_the_shape_of_the_context() -> None:
    assert json.loads(plain.SCHEMA.read_text(encoding="utf-8")) == report_schema()


def test_every_key_of_the_context_is_placed_by_some_renderer() -> None:
    sources = [
        *HOME.glob("render/*.py"), HOME / "charts.py",
        *HOME.glob("templates/**/*.html"), *HOME.glob("templates/**/*.typ"),
    ]  # fmt: skip
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    # kept as data for other programs: identities, machine forms of what is printed in words
    data_only = {
        "ReportContext.format_version", "TitlePage.work_uuid", "ValueEntry.observation",
        "EditionInfo.number", "EditionInfo.published_at", "Tally.key",
        "NoteEntry.kind", "NoteEntry.kind_label", "NoteEntry.number", "NoteEntry.as_of",
        "IndicatorEntry.kind_label", "ValueEntry.status_label", "ValueEntry.display",
        "ChangeEntry.difference", "ChangeEntry.percent", "ChangeEntry.reason",
        "ChangeEntry.method", "ChangeEntry.verdict_label", "ChangeEntry.parts",
        "PartEntry.text", "PartEntry.before", "PartEntry.after", "PartEntry.difference",
        "PartEntry.verdict_label", "PartEntry.sentence", "Chart.unit",
        "TableRow.observations", "IncompleteEntry.asked", "IncompleteEntry.given",
    }  # fmt: skip
    unused = {
        f"{record.__name__}.{field.name}"
        for record in RECORDS
        for field in dataclasses.fields(record)
        if not re.search(rf"\.{field.name}\b", text)
    }
    assert unused <= data_only


def test_templates_ask_for_no_key_that_the_context_lacks() -> None:
    keys = {field.name for record in RECORDS for field in dataclasses.fields(record)}
    template = (HOME / "templates/reports/report.html").read_text(encoding="utf-8")
    asked = {
        part
        for path in re.findall(r"(?:\{\{|\{% (?:for \w+ in|if)) ([a-z_0-9.]+)", template)
        for part in path.split(".")[1:]
    }
    # Typst itself refuses an unknown key; Django's templates are strict in every test.
    assert asked - keys == {"first"}


def test_canonical_bytes_do_not_depend_on_order() -> None:
    made = contexts.report()
    assert canonical(made) == canonical(from_json(dict(reversed(as_json(made).items()))))
