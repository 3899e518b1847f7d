"""The HTML file and the charts: complete, accessible, without anything from elsewhere."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from miernik.reports.charts import alternative, svg
from miernik.reports.context import Chart, ChartSeries, ChartValue, ReportContext
from miernik.reports.render.html import render
from tests.reports import contexts
from tests.reports.conftest import AT

if TYPE_CHECKING:
    from playwright.sync_api import Page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [value or "" for name, value in attrs if name == "id"]


def _read(context: ReportContext) -> tuple[str, _Reader]:
    text = render(context, AT).decode()
    reader = _Reader()
    reader.feed(text)
    return text, reader


def test_headings_never_skip_a_level_and_ids_are_unique(report_2019: ReportContext) -> None:
    _, reader = _read(report_2019)
    pairs = zip(reader.headings, reader.headings[1:], strict=False)
    assert reader.headings[0] == 1
    assert all(after - before <= 1 for before, after in pairs)
    assert len(reader.ids) == len(set(reader.ids))


def test_file_needs_nothing_from_elsewhere(report_2019: ReportContext) -> None:
    text, reader = _read(report_2019)
    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(", text)


def test_years_are_not_grouped_like_numbers(report_2019: ReportContext) -> None:
    text, _ = _read(report_2019)
    assert "2\xa0019" not in text
    assert "Zmiany 2017–2019" in text


def test_every_value_and_identifier_stands_in_the_file(report_2019: ReportContext) -> None:
    text, _ = _read(report_2019)
    for *_, item in report_2019.indicators():
        assert f'<td class="trace">{item.value.lineage}</td>' in text
        assert f'<td class="value">{item.value.printed}</td>' in text


def test_text_of_people_stays_text() -> None:
    text, reader = _read(contexts.report("<script>alert(1)</script>\"'&{{ x }}{% y %}"))
    assert "script" not in reader.tags
    assert "{{ x }}{% y %}" in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_browser_finds_no_fault_of_accessibility(
    page: "Page",
    axe_violations: Callable[["Page"], list[str]],
    tmp_path: Path,
    report_2019: ReportContext,
    width: int,
) -> None:
    file = tmp_path / "raport.html"
    file.write_bytes(render(report_2019, AT))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- charts --------------------------------------------------------------------------------------


def _line(*values: ChartValue) -> Chart:
    return Chart("linia", "line", "Tytuł <b>", "Opis.", "", "", (ChartSeries("Wartość", values),))


def _year(year: int, number: str | None, *, broken: bool = False) -> ChartValue:
    return ChartValue(str(year), str(year), number, number or "nie podano", broken)


def _drawn(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart))


def test_line_is_interrupted_at_a_break_and_the_break_is_marked() -> None:
    plain = svg(_line(_year(2017, "10"), _year(2018, "12"), _year(2019, "30")))
    broken = svg(_line(_year(2017, "10"), _year(2018, "12"), _year(2019, "30", broken=True)))
    assert (plain.count("chart-segment"), broken.count("chart-segment")) == (2, 1)
    assert ("chart-break" in plain, "chart-break" in broken) == (False, True)
    assert "nieporównywalne" in broken


def test_line_does_not_bridge_a_year_without_a_value() -> None:
    drawn = svg(_line(_year(2017, "10"), _year(2018, None), _year(2019, "30")))
    assert drawn.count("chart-segment") == 0
    assert drawn.count("chart-point") == 2


def test_years_stand_as_far_apart_as_they_are() -> None:
    points = [
        float(item.attrib["cx"])
        for item in _drawn(_line(_year(2015, "1"), _year(2017, "1"), _year(2018, "1"))).iter()
        if item.attrib.get("class") == "chart-point"
    ]
    assert (points[1] - points[0]) == pytest.approx(2 * (points[2] - points[1]), abs=0.3)


def test_bars_are_as_long_as_their_numbers() -> None:
    values = [
        ChartSeries(str(n), (ChartValue("x", "rise", str(n), str(n), False),)) for n in (5, 20)
    ]
    drawn = _drawn(Chart("t", "tally", "T", "O.", "", "", tuple(values)))
    short, long = [
        float(item.attrib["width"])
        for item in drawn.iter()
        if "chart-rise" in item.get("class", "")
    ]
    assert long == pytest.approx(4 * short, rel=0.01)


@pytest.mark.parametrize("kind", ["tally", "stacked", "percent", "line"])
def test_chart_without_data_is_an_empty_drawing(kind: str) -> None:
    assert _drawn(Chart("x", kind, "T", "O.", "", "", ())).tag.endswith("svg")


def test_chart_has_a_title_and_all_its_numbers_in_words() -> None:
    chart = _line(_year(2017, "10"), _year(2019, None))
    title, words = list(_drawn(chart))[:2]
    assert title.text == "Tytuł <b>"
    assert words.text == alternative(chart) == "Opis. Wartość: 2017 10, 2019 nie podano."
