"""What the portal and the open data tell of a year under embargo: nothing, until it is lifted."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import miernik
from miernik.kernel.text import NBSP
from miernik.observations.models import Observation
from miernik.observations.selectors import EVERYTHING
from miernik.observations.services import lift_embargo, set_embargo
from miernik.opendata.schemas import DATASETS
from miernik.reports import lineage
from miernik.reports.models import Edition
from miernik.reports.services import publish_edition
from miernik.strategy.models import IndicatorDefinition, Work
from miernik.web.public.door import short
from tests.web import city, pages

pytestmark = pytest.mark.django_db

KEPT = "6361"
PUBLIC = ("web/public", "opendata")


@pytest.fixture
def edition(work: Work, settings: object, tmp_path: Path) -> Edition:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django
    set_embargo(work=work, year=2019, by="anna", at=city.NOW)
    return publish_edition(
        work=work, year=2019, by="anna", at=city.NOW, formats=("html", "csv", "json")
    )


def public_addresses(work: Work, edition: Edition) -> list[str]:
    found = list(pages.portal().values())
    for card in IndicatorDefinition.objects.order_by("id"):
        base = reverse("indicator", args=[work.code, short(card.indicator.uuid)])
        found += [base, f"{base}dane.csv", f"{base}dane.json"]
    api = f"/api/works/{work.code}"
    found += ["/api/works", api, reverse("sitemap"), reverse("robots")]
    parts = ("tree", "indicators", "observations", "breaks", "datasets")
    found += [f"{api}/{part}" for part in parts]
    found += [f"{api}/changes?od=2017&do=2018", f"{api}/observations?rok=2018"]
    found += [f"{api}/datasets/catalog.jsonld"]
    found += [f"{api}/datasets/{name}.csv" for name in DATASETS]
    found += [reverse("changes", args=[work.code]) + "?od=2017&do=2019&werdykt=wszystkie"]
    return found


def own_addresses(edition: Edition) -> list[str]:
    """Pages and files of the kept year itself."""
    kept = Observation.objects.filter(year=2019).order_by("id")
    found = [reverse("number", args=[lineage.identifier(item)]) for item in kept]
    found += [reverse("source", args=[short(kept[0].source.uuid)])]
    key = short(edition.uuid)
    found += [reverse("edition", args=[key])]
    found += [reverse("edition-file", args=[key, file.name]) for file in edition.files.all()]
    return found


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = re.sub(r"[\s" + NBSP + "]", "", answer.content.decode())
    return text.replace("4kwietnia2019", "")  # the act on accessibility


def test_no_public_page_tells_of_a_kept_year(work: Work, edition: Edition, client: Client) -> None:
    short_id = short(edition.uuid)
    for address in public_addresses(work, edition):
        text = text_of(client, address)
        assert KEPT not in text, address
        assert short_id not in text, address
        if "?od=" not in address:
            assert "2019" not in text, address
    for address in own_addresses(edition):
        assert client.get(address).status_code == 404, address
    asked = client.get(reverse("find-number"), {"id": _identifier()})
    assert asked.status_code == 404


def test_what_was_kept_is_everywhere_once_it_is_lifted(
    work: Work, edition: Edition, client: Client
) -> None:
    lift_embargo(work=work, year=2019, by="anna", at=city.NOW)
    for address in own_addresses(edition):
        answer = client.get(address)
        assert answer.status_code == 200, address
        answer.close()
    base = pages.indicator_path("bezradności")
    api = f"/api/works/{work.code}"
    told = [base, f"{base}dane.csv", f"{base}dane.json", f"{api}/observations"]
    for address in [*told, f"{api}/breaks", f"{api}/datasets/wartosci.csv"]:
        assert KEPT in text_of(client, address), address
    for address in (api, reverse("sources"), reverse("changes", args=[work.code])):
        assert "2019" in text_of(client, address), address
    assert short(edition.uuid) in text_of(client, reverse("editions"))


def test_the_office_sees_a_kept_year(work: Work, edition: Edition, coordinator: Client) -> None:
    assert EVERYTHING.years(work) == [2017, 2019]
    card = pages.indicator_named("bezradności")
    page = coordinator.get(reverse("office-indicator", args=[short(card.indicator.uuid)]))
    assert KEPT in page.content.decode().replace(NBSP, "")
    desk = coordinator.get(reverse("office-editions")).content.decode()
    assert "Publikacja tego roku jest wstrzymana" in desk
    assert short(edition.uuid) not in desk


def _identifier() -> str:
    indicator = pages.indicator_named("bezradności").indicator
    return lineage.identifier(Observation.objects.get(indicator=indicator, year=2019))


def _public_files() -> list[Path]:
    root = Path(miernik.__file__).parent
    return [path for folder in PUBLIC for path in sorted((root / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", _public_files(), ids=lambda path: "-".join(path.parts[-2:]))
def test_public_code_reads_the_released_store_alone(path: Path) -> None:
    """A new public page cannot read what is kept: it has no other way to the store."""
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(Observation|Note|Edition|ComparabilityBreak)\.objects\b", source)
    assert not re.search(r"\.(observations|notes|breaks)\.(filter|all|order_by)\(", source.replace(
        "value.notes.all()", "").replace("observation.notes.all()", ""))  # fmt: skip
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "miernik.observations.selectors":
            assert {name.name for name in node.names} <= {"RELEASED", "Store"}
        if isinstance(node, ast.ImportFrom) and node.module == "miernik.observations":
            assert "selectors" not in {name.name for name in node.names}
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("work_changes", "published_editions", "lineage.resolve"):
                given = {word.arg: ast.unparse(word.value) for word in node.keywords}
                assert given.get("store") == "RELEASED", f"{called} reads everything"
