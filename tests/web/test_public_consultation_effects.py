"""From proposals to values in public: comparison, persons' words, disclosure and embargo."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from miernik.consultations.models import ConsultedDraft, Operation, SubmitterKind, Track, Verdict
from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.deciding import Final, approve, decide
from miernik.consultations.services.finishing import adopt, freeze_report, make_next_version
from miernik.consultations.services.preparing import (
    add_draft,
    add_track,
    announce,
    create_consultation,
)
from miernik.consultations.services.submitting import (
    Asked,
    Submitter,
    set_public_wording,
    submit_online,
)
from miernik.kernel.quantities import Kind, Status
from miernik.observations.models import Origin
from miernik.observations.services import (
    ValueContent,
    record_observation,
    record_source,
    set_embargo,
)
from miernik.strategy.models import Indicator, LineageKind, Version
from miernik.strategy.text.lineage import confirm_kind
from miernik.strategy.text.reading import lines
from tests.strategy import city_text
from tests.web import text_pages
from tests.web.reading import words
from tests.web.text_pages import reading

pytestmark = pytest.mark.django_db
AT = dt.datetime(2020, 10, 12, 10, tzinfo=dt.UTC)
AFTER = dt.datetime(2020, 11, 10, 10, tzinfo=dt.UTC)
NAME = "Barbara Zawadzka"
ASKED = "Wsparcie dla mojej córki Zosi"
PUBLISHED = "Wsparcie dla rodzin"
FINAL = "Program skierowany jest do rodzin."


@pytest.fixture
def texts(db: None) -> tuple[Version, Version]:
    return text_pages.furnish()


@pytest.fixture
def draft(texts: tuple[Version, Version]) -> ConsultedDraft:
    """The next programme consulted with residents, compared with the one in force."""
    old, new = texts
    of = create_consultation(
        code="nowe", title="Konsultacje programu", responsible="DSP", by="anna", at=AT
    )
    add_track(
        consultation=of,
        kind=TrackKind.RESIDENTS,
        starts=dt.date(2020, 10, 1),
        ends=dt.date(2020, 10, 21),
        ways=["na stronie"],
        by="anna",
        at=AT,
    )
    made = add_draft(
        consultation=of,
        title="projekt uchwały w sprawie programu",
        case_sign="",
        version=new,
        compared_with=old,
        by="anna",
        at=AT,
    )
    announce(consultation=of, by="anna", at=AT)
    return made


@pytest.fixture
def track(draft: ConsultedDraft) -> Track:
    """The track, with a person's proposal that was read, decided and reported."""
    assert draft.version is not None
    found: Track = Track.objects.get()
    code = reading(draft.version, city_text.ADDRESSEES).code
    made = submit_online(
        track=found,
        submitter=Submitter(SubmitterKind.PERSON, full_name=NAME),
        asked=[Asked(draft.uuid, Operation.REPLACE, code, ASKED, "Znam to z domu")],
        general="",
        at=AT,
    )
    (change,) = made.changes.all()
    set_public_wording(
        change=change, new_text=PUBLISHED, reasons="", ground="dane dziecka", by="anna", at=AFTER
    )
    decision = decide(
        draft=draft,
        changes=[change],
        verdict=Verdict.PARTLY,
        reasons="Rodziny są adresatami.",
        finals=[Final(Operation.REPLACE, code, FINAL)],
        by="anna",
        at=AFTER,
    )
    approve(decision=decision, by="dyrektor", at=AFTER)
    make_next_version(draft=draft, by="anna", at=AFTER)
    freeze_report(track=found, report_day=AFTER.date(), by="anna", at=AFTER)
    draft.refresh_from_db()
    return found


def page(client: Client, name: str) -> str:
    return words(client.get(reverse(f"consultation-{name}", args=["nowe"])))


def test_a_person_stays_unnamed_and_only_the_published_wording_is_shown(
    client: Client, track: Track
) -> None:
    for name in ("results", "effects"):
        said = page(client, name)
        assert "Osoba fizyczna" in said
        for hidden in (NAME, "Zosi", "Znam to z domu"):
            assert hidden not in said
    assert PUBLISHED in page(client, "effects")
    assert "Rodziny są adresatami." in page(client, "results")


def test_an_adopted_proposal_leads_to_values_as_the_portal_shows_them(
    client: Client, draft: ConsultedDraft, track: Track
) -> None:
    adopted = adopt(
        draft=draft,
        number="XXXII/1/20",
        date=dt.date(2020, 11, 23),
        body="Rada Miasta Białystok",
        in_force_from=dt.date(2021, 1, 1),
        by="anna",
        at=AFTER,
    )
    measured = [line for line in lines(adopted) if line.kind == "indicator"]
    assert measured[0].indicator_id is not None
    indicator = Indicator.objects.get(pk=measured[0].indicator_id)
    source = record_source(origin=Origin.INTAKE, title="Sprawozdanie", by="anna", at=AFTER)

    def observe(year: int, value: ValueContent) -> None:
        record_observation(
            indicator=indicator, year=year, value=value, source=source, by="anna", at=AFTER
        )

    observe(2021, ValueContent(Kind.COUNT, number=Decimal(1234), printed="1234"))
    observe(2022, ValueContent(Kind.COUNT, status=Status.SUPPRESSED, printed="4321*"))
    observe(2023, ValueContent(Kind.COUNT, number=Decimal(8765), printed="8765"))
    set_embargo(work=adopted.work, year=2023, by="anna", at=AFTER)
    said = page(client, "effects")
    assert "Uchwała nr XXXII/1/20 z 23 listopada 2020 r." in said
    assert FINAL in said
    assert city_text.INDICATORS[0] in said
    assert "2021: 1234" in said
    assert "2022:" in said
    for hidden in ("4321", "2023", "8765"):
        assert hidden not in said
    address = reverse("indicator", args=[adopted.work.code, indicator.uuid.hex[:10]])
    raw = client.get(reverse("consultation-effects", args=["nowe"])).content.decode()
    assert address in raw
    assert client.get(address).status_code == 200


def test_a_draft_is_compared_by_confirmed_lineage_only(
    client: Client, draft: ConsultedDraft, texts: tuple[Version, Version]
) -> None:
    place = reverse("consultation-draft", args=["nowe", 1])
    assert "względem obowiązującego" not in words(client.get(place))
    assert "usunięto" not in words(client.get(f"{place}?zmiany=1"))
    for kind in LineageKind:
        confirm_kind(earlier=texts[0], later=texts[1], kind=kind, by="anna", at=AT)
    assert "Pokaż zmiany względem obowiązującego programu" in words(client.get(place))
    assert "usunięto" not in words(client.get(place))
    compared = words(client.get(f"{place}?zmiany=1"))
    assert f"usunięto: {city_text.USEFUL_WORK}" in compared
    # The addressees read the same in both programmes.
    assert city_text.ADDRESSEES in compared
