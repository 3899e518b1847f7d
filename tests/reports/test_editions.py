"""A published edition stays as it was; what is corrected later is said in an erratum."""

import hashlib
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from miernik.audit.models import Event
from miernik.observations.models import Observation
from miernik.reports.errors import TransitionError, UnknownFormatError, UnknownIdentifierError
from miernik.reports.lineage import identifier, resolve
from miernik.reports.models import Edition, EditionFile, Erratum
from miernik.reports.selectors import edition_context, pending_errata, stored_path
from miernik.reports.services import _publish, issue_errata, publish_edition, write_report
from miernik.reports.states import TRANSITIONS, EditionAction, EditionState
from tests.reports import city
from tests.reports.conftest import AT, City

REASON = "Szkoła policzyła dwa razy te same dzieci."


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]  # pytest-django


def _published(stored: City) -> Edition:
    return publish_edition(
        work=stored.work, year=2019, by="anna", at=AT, formats=("html", "csv", "json")
    )


def _value(stored: City, year: int = 2019) -> Observation:
    indicator = city.find(stored.version, "A.1.4", 3)
    return Observation.objects.get(indicator=indicator, year=year)


def _hashes(edition: Edition) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(stored_path(file).read_bytes()).hexdigest()
        for file in edition.files.all()
    }


def test_edition_keeps_its_files_with_their_hashes(stored: City) -> None:
    edition = _published(stored)
    assert edition.state == EditionState.PUBLISHED
    assert _hashes(edition) == {file.name: file.sha256 for file in edition.files.all()}
    assert sorted(_hashes(edition)) == [
        "sprawozdanie-2019.csv", "sprawozdanie-2019.html", "sprawozdanie-2019.json",
    ]  # fmt: skip
    assert edition_context(edition).edition.label == "wydanie 1"
    assert Event.objects.filter(action="edition.published").count() == 1


def test_next_edition_of_the_same_year_has_the_next_number(stored: City) -> None:
    assert [_published(stored).number, _published(stored).number] == [1, 2]


def test_correction_leaves_the_edition_untouched_and_gives_an_erratum(stored: City) -> None:
    edition = _published(stored)
    before, content = _hashes(edition), edition.context
    old = _value(stored)
    new = city.correct(old, 4600, REASON)
    (erratum,) = issue_errata(edition=edition, by="anna", at=AT)
    edition.refresh_from_db()
    assert (_hashes(edition), edition.context) == (before, content)
    assert (erratum.before, erratum.after, erratum.reason) == ("4648", "4600", REASON)
    assert erratum.place == "A.1.4"
    for word in ("4648", "4600", REASON, identifier(old), identifier(new), "28.05.2020"):
        assert word in erratum.text


def test_erratum_is_issued_once(stored: City) -> None:
    edition = _published(stored)
    city.correct(_value(stored), 4600, REASON)
    issue_errata(edition=edition, by="anna", at=AT)
    assert issue_errata(edition=edition, by="anna", at=AT) == []


def test_value_corrected_twice_gives_two_errata_in_order(stored: City) -> None:
    edition = _published(stored)
    second = city.correct(_value(stored), 4600, REASON)
    city.correct(second, 4601, "Literówka.")
    issued = issue_errata(edition=edition, by="anna", at=AT)
    assert [(item.number, item.before, item.after) for item in issued] == [
        (1, "4648", "4600"), (2, "4600", "4601"),
    ]  # fmt: skip


def test_value_of_the_previous_year_that_the_edition_prints_counts_too(stored: City) -> None:
    edition = _published(stored)
    city.correct(_value(stored, 2017), 3800, REASON)
    assert [item.before for item in pending_errata(edition)] == ["3821*"]


def test_edition_made_after_the_correction_has_nothing_to_correct(stored: City) -> None:
    city.correct(_value(stored), 4600, REASON)
    assert pending_errata(_published(stored)) == []


def test_database_refuses_to_touch_a_published_edition(stored: City) -> None:
    edition = _published(stored)
    edition.title = "Inny"
    with pytest.raises(DatabaseError, match="Opublikowanego wydania"), transaction.atomic():
        edition.save()
    with pytest.raises(DatabaseError, match="Opublikowanego wydania"), transaction.atomic():
        Edition.objects.update(context={})
    with pytest.raises(DatabaseError, match="Opublikowanego wydania"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk)._raw_delete("default")


def test_database_refuses_to_change_or_add_files_of_a_published_edition(stored: City) -> None:
    edition = _published(stored)
    with pytest.raises(DatabaseError, match="Plików"), transaction.atomic():
        edition.files.update(sha256="0" * 64)
    with pytest.raises(DatabaseError, match="Plików"), transaction.atomic():
        EditionFile.objects.create(
            edition=edition, format="pdf", name="x.pdf", path="x", sha256="0" * 64, size=1
        )


def test_database_refuses_to_change_an_erratum(stored: City) -> None:
    edition = _published(stored)
    city.correct(_value(stored), 4600, REASON)
    issue_errata(edition=edition, by="anna", at=AT)
    with pytest.raises(DatabaseError, match="sprostowania"), transaction.atomic():
        Erratum.objects.update(text="")


@pytest.mark.parametrize("state", list(EditionState))
@pytest.mark.parametrize("action", list(EditionAction))
def test_only_transitions_of_the_table_are_allowed(
    state: EditionState, action: EditionAction
) -> None:
    if (state, action) not in TRANSITIONS:
        with pytest.raises(TransitionError):
            _publish(Edition(state=state), by="anna", at=AT)
    else:
        assert TRANSITIONS[state, action] is EditionState.PUBLISHED


def test_report_is_written_under_clear_names(stored: City, tmp_path: Path) -> None:
    written = write_report(stored.work, 2017, out=tmp_path / "out", formats=("csv", "json"), at=AT)
    assert [path.name for path in written] == ["sprawozdanie-2017.csv", "sprawozdanie-2017.json"]
    assert all(path.stat().st_size > 1000 for path in written)


def test_unknown_format_writes_nothing(stored: City, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="odt"):
        write_report(stored.work, 2017, out=tmp_path / "out", formats=("csv", "odt"), at=AT)
    assert not (tmp_path / "out").exists()


def test_identifier_of_every_value_leads_back_to_it(stored: City) -> None:
    for observation in Observation.objects.order_by("id"):
        assert resolve(identifier(observation)) == observation


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "spaces", "letters"])
def test_identifier_may_be_typed_as_people_type(stored: City, typed: str) -> None:
    observation = _value(stored)
    shown = identifier(observation)
    forms = {
        "lower": shown.lower(),
        "spaces": shown.replace("-", " - "),
        "letters": shown.replace("0", "O").replace("1", "l"),
    }
    assert resolve(forms.get(typed, typed.format(shown))) == observation


@pytest.mark.parametrize("typed", ["", "M-7K3QPD", "M-000000-2017", "M-7K3QPU-2017", "x" * 500])
def test_unknown_identifier_is_refused(stored: City, typed: str) -> None:
    with pytest.raises(UnknownIdentifierError):
        resolve(typed)
