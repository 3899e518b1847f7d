"""From a recognised document to the store, through a person's hands."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from miernik.audit.models import Event
from miernik.intake.draft import DraftReport
from miernik.intake.errors import (
    AlreadyStoredError,
    BadCorrectionError,
    ForbiddenStepError,
    StaleCorrectionError,
    UnknownFieldError,
    UnnamedPartError,
    YearMissingError,
)
from miernik.intake.matching import Sameness
from miernik.intake.models import Correction, Import, ImportState
from miernik.intake.recognise.values import read_value
from miernik.intake.selectors import draft_of, preview
from miernik.intake.serialize import load_draft
from miernik.intake.services import (
    confirm,
    correct_field,
    keep_draft,
    reject,
    reopen,
    reopen_doubt,
    resolve_doubt,
    undo_correction,
)
from miernik.intake.vocabulary import starting_vocabulary
from miernik.kernel.quantities import BreakType, Kind, Status, Territory
from miernik.observations.models import BreakState, ComparabilityBreak, Observation
from miernik.observations.selectors import current
from miernik.strategy.models import Indicator, IndicatorDefinition, Version, Work
from miernik.strategy.selectors import latest_version, tree

AT = dt.datetime(2018, 5, 31, 12, 0, tzinfo=dt.UTC)
EXAMPLES = Path(__file__).parents[2] / "examples" / "bialystok"

pytestmark = pytest.mark.django_db


def draft_for(year: int) -> DraftReport:
    content = json.loads((EXAMPLES / f"sprawozdanie-{year}.json").read_text(encoding="utf-8"))
    draft = load_draft(content)
    draft.sha256 = str(year) * 16
    return draft


def keep(draft: DraftReport) -> Import:
    return keep_draft(draft=draft, path=EXAMPLES / "catalogue.json", by="anna", at=AT)


@pytest.fixture(autouse=True)
def _archive(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's wrapper


@pytest.fixture
def report_2017() -> Import:
    return confirm(of=keep(draft_for(2017)), by="anna", at=AT)


def values_of(name: str, year: int) -> Observation:
    definition = IndicatorDefinition.objects.filter(name__startswith=name).order_by("-version")[0]
    return current([definition.indicator_id])[definition.indicator_id][year]


def test_nothing_is_stored_before_a_person_confirms() -> None:
    kept = keep(draft_for(2017))
    assert kept.state == ImportState.DRAFT
    assert not Work.objects.exists()
    assert not Observation.objects.exists()


def test_a_confirmed_report_becomes_a_frozen_strategy_with_every_value(
    report_2017: Import,
) -> None:
    assert report_2017.work is not None
    goals = tree(latest_version(report_2017.work))
    tasks = [task for goal in goals for task in goal.tasks()]
    assert len(goals) == 7
    assert sum(len(goal.children) for goal in goals) == 28
    assert len(tasks) == 88
    assert sum(len(task.definitions) for task in tasks) == 175
    assert Observation.objects.count() == 175
    assert report_2017.work.title == (
        "Strategia Rozwiązywania Problemów Społecznych Miasta Białegostoku na lata 2011-2020"
    )
    assert (report_2017.work.start_year, report_2017.work.end_year) == (2011, 2020)
    assert Event.objects.filter(action="import.confirmed").count() == 1


def test_a_value_keeps_its_note_its_status_and_its_place(report_2017: Import) -> None:
    families = values_of("Liczba rodzin objętych pomocą z powodu bezradności", 2017)
    assert families.number == 2659
    assert families.printed.replace(" ", "") == "2659*"
    assert [note.text for note in families.notes.all()] == [
        "w tym 4 rodziny objęte wsparciem dwukrotnie"
    ]
    assert families.provenance["line_from"] == 296
    money = values_of("Wysokość pozyskanych środków na rozwój przedsiębiorczości", 2017)
    assert (money.number, money.printed_unit) == (Decimal("12028700"), "tys. zł")
    assert money.territory == Territory.CITY_AND_COUNTY
    missing = values_of("Efekt udzielanej pomocy", 2017)
    assert (missing.kind, missing.status, missing.number) == (Kind.MISSING, Status.NO_DATA, None)


def test_the_next_report_is_recognised_as_the_same_strategy(report_2017: Import) -> None:
    kept = keep(draft_for(2019))
    seen = preview(kept)
    assert kept.work == report_2017.work
    assert len(seen.comparison.indicators) == 9
    assert {match.sameness for match in seen.comparison.matches} == {Sameness.SAME}
    assert len(seen.comparison.absent) == 84
    lost = [value.path for value in seen.values if value.lost_note]
    assert lost == ["A.1.3/1"]
    confirm(of=kept, by="anna", at=AT)
    assert Indicator.objects.count() == 175
    assert Observation.objects.filter(year=2019).count() == 9
    assert values_of("Liczba rodzin objętych pomocą z powodu bezradności", 2019).number == 6361


def test_a_reworded_indicator_is_shown_and_makes_a_new_version_with_the_same_identity(
    report_2017: Import,
) -> None:
    draft = draft_for(2019)
    assistants = draft.goals[0].priorities[0].tasks[0].indicators[1]
    assistants.name = "Liczba asystentów rodziny"
    kept = keep(draft)
    (match,) = preview(kept).comparison.differences
    assert (match.path, match.sameness) == ("A.1.1/2", Sameness.REWORDED)
    assert [(word.text, word.change) for word in match.words] == [
        ("Liczba asystentów", "kept"),
        ("rodzinnych", "removed"),
        ("rodziny", "added"),
    ]
    confirm(of=kept, by="anna", at=AT)
    definitions = IndicatorDefinition.objects.filter(name__startswith="Liczba asystentów")
    assert definitions.count() == 2
    assert len(set(definitions.values_list("indicator", flat=True))) == 1
    assert Version.objects.count() == 2
    assert Indicator.objects.count() == 175
    proposed = ComparabilityBreak.objects.get()
    assert (proposed.since, proposed.year) == (2017, 2019)
    assert (proposed.type, proposed.state) == (BreakType.DEFINITION, BreakState.PROPOSED)
    assert proposed.reason == (
        "Nazwa zmieniła się z „Liczba asystentów rodzinnych” na „Liczba asystentów rodziny”."
    )


def test_a_new_indicator_is_added_under_its_task_and_nothing_else_moves(
    report_2017: Import,
) -> None:
    draft = draft_for(2019)
    task = draft.goals[0].priorities[0].tasks[0]
    task.indicators[1].name = "Średni koszt utrzymania miejsca w placówce"
    confirm(of=keep(draft), by="anna", at=AT)
    assert report_2017.work is not None
    first = tree(latest_version(report_2017.work))[0].tasks()[0]
    assert [item.name for item in first.definitions] == [
        "Liczba placówek wsparcia dziennego (w tym świetlice)",
        "Liczba asystentów rodzinnych",
        "Średni koszt utrzymania miejsca w placówce",
    ]
    assert Indicator.objects.count() == 176


def test_the_same_file_is_not_stored_twice(report_2017: Import) -> None:
    with pytest.raises(AlreadyStoredError, match="Ten plik jest już zapisany"):
        keep(draft_for(2017))


def test_reading_a_waiting_file_again_puts_the_old_draft_aside() -> None:
    first = keep(draft_for(2017))
    second = keep(draft_for(2017))
    first.refresh_from_db()
    assert (first.state, second.state) == (ImportState.REJECTED, ImportState.DRAFT)


def test_another_document_for_the_same_year_corrects_only_what_differs(
    report_2017: Import,
) -> None:
    draft = draft_for(2017)
    draft.sha256, draft.file_name = "f" * 64, "poprawiony.docx"
    assistants = draft.goals[0].priorities[0].tasks[0].indicators[1]
    assistants.value_raw, assistants.number = "26", Decimal(26)
    kept = keep(draft)
    assert [value.path for value in preview(kept).values if value.conflicts] == ["A.1.1/2"]
    confirm(of=kept, by="anna", at=AT)
    assert Observation.objects.count() == 176
    corrected = values_of("Liczba asystentów", 2017)
    assert corrected.number == Decimal(26)
    assert corrected.version == 2
    assert "poprawiony.docx" in corrected.reason


def test_a_corrected_value_is_understood_anew_and_the_draft_stays_as_read() -> None:
    kept = keep(draft_for(2017))
    before = kept.draft
    correct_field(
        of=kept, path="A.1.1/2/value_raw", new="1 025 osób", reason="skan", by="anna", at=AT
    )
    kept.refresh_from_db()
    indicator = draft_of(kept).goals[0].priorities[0].tasks[0].indicators[1]
    assert indicator.number == Decimal(1025)
    assert indicator.unit == "osób"
    assert kept.draft == before
    undo_correction(of=kept, by="anna", at=AT)
    assert draft_of(kept).goals[0].priorities[0].tasks[0].indicators[1].number == 25


@pytest.mark.parametrize(
    ("path", "new", "error"),
    [
        ("A.1.1/9/value_raw", "1", UnknownFieldError),
        ("A.1.1/2/kind", "text", UnknownFieldError),
        ("Z.9/title", "x", UnknownFieldError),
        ("A.1.1/title", "  ", BadCorrectionError),
        ("/year", "rok", BadCorrectionError),
        ("/year", "1066", BadCorrectionError),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_kept(
    path: str, new: str, error: type[Exception]
) -> None:
    kept = keep(draft_for(2019))
    with pytest.raises(error):
        correct_field(of=kept, path=path, new=new, reason="", by="anna", at=AT)
    assert not Correction.objects.exists()


def test_a_correction_that_no_longer_matches_is_said_and_not_applied() -> None:
    kept = keep(draft_for(2019))
    Correction.objects.create(of=kept, path="A.1.1/2/value_raw", old="99", new="1", at=AT, by="x")
    with pytest.raises(StaleCorrectionError, match="nie pasuje już"):
        draft_of(kept)


def test_lists_are_corrected_one_name_a_line() -> None:
    kept = keep(draft_for(2019))
    correct_field(
        of=kept, path="A.1.1/implementers", new="MOPR\n\nZespół Żłobków", reason="", by="a", at=AT
    )
    assert draft_of(kept).goals[0].priorities[0].tasks[0].implementers == ["MOPR", "Zespół Żłobków"]


def test_a_doubt_looked_at_leaves_the_list_and_can_come_back() -> None:
    kept = keep(draft_for(2017))
    doubt = preview(kept).open_doubts[0]
    resolve_doubt(of=kept, path=doubt.path, reason=doubt.reason, by="anna", at=AT)
    assert doubt not in preview(kept).open_doubts
    assert doubt in preview(kept).resolved_doubts
    reopen_doubt(of=kept, path=doubt.path, reason=doubt.reason)
    assert doubt in preview(kept).open_doubts


def test_where_the_document_says_that_nobody_gave_a_value_nothing_is_stored() -> None:
    draft = draft_for(2019)
    assistants = draft.goals[0].priorities[0].tasks[0].indicators[1]
    reading = read_value(assistants.name, "nie podano", starting_vocabulary().words)
    assistants.value_raw, assistants.number = "nie podano", None
    assistants.kind, assistants.status = reading.kind, reading.status
    confirm(of=keep(draft), by="anna", at=AT)
    assert Observation.objects.count() == 8
    assert not Observation.objects.filter(printed="nie podano").exists()


def test_a_later_report_may_be_stored_before_an_earlier_one() -> None:
    part = confirm(of=keep(draft_for(2019)), by="anna", at=AT)
    whole = confirm(of=keep(draft_for(2017)), by="anna", at=AT)
    assert whole.work == part.work
    assert Indicator.objects.count() == 175


def test_a_part_without_a_name_is_not_stored() -> None:
    draft = draft_for(2019)
    draft.goals[0].title = " "
    with pytest.raises(UnnamedPartError, match="Brakuje nazwy przy: A"):
        confirm(of=keep(draft), by="anna", at=AT)
    assert not Work.objects.exists()


def test_a_document_without_a_year_is_not_stored() -> None:
    draft = draft_for(2019)
    draft.year = None
    kept = keep(draft)
    with pytest.raises(YearMissingError, match="nie podaje roku"):
        confirm(of=kept, by="anna", at=AT)
    assert not Observation.objects.exists()
    assert not Work.objects.exists()
    correct_field(of=kept, path="/year", new="2019", reason="", by="anna", at=AT)
    assert confirm(of=kept, by="anna", at=AT).year == 2019


@pytest.mark.parametrize("state", list(ImportState))
@pytest.mark.parametrize("step", [confirm, reject, reopen])
def test_only_the_steps_of_the_table_are_allowed(state: ImportState, step: object) -> None:
    kept = keep(draft_for(2019))
    if state == ImportState.CONFIRMED:
        kept = confirm(of=kept, by="anna", at=AT)
    elif state == ImportState.REJECTED:
        kept = reject(of=kept, by="anna", at=AT)
    allowed = {
        (ImportState.DRAFT, confirm),
        (ImportState.DRAFT, reject),
        (ImportState.REJECTED, reopen),
    }
    if (state, step) in allowed:
        step(of=kept, by="anna", at=AT)  # type: ignore[operator]  # one of the services
        assert kept.state != state
    else:
        with pytest.raises(ForbiddenStepError, match=state.label):
            step(of=kept, by="anna", at=AT)  # type: ignore[operator]  # one of the services
        assert kept.state == state
