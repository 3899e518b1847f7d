"""Before the announcement what was prepared is corrected and removed; afterwards it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import LazySettings

from miernik.accounts.models import Mailing
from miernik.audit.models import Event
from miernik.consultations import procedure
from miernik.consultations.checklist import rule_of
from miernik.consultations.errors import (
    EvidenceStaysError,
    FrozenDraftNeededError,
    LetterStaysError,
    NoticeLeftAloneError,
    NotReadyError,
    PreparationOverError,
    TrackTakenError,
)
from miernik.consultations.models import (
    Consultation,
    ConsultationState,
    ConsultedDraft,
    Notice,
    NoticeKind,
    Track,
)
from miernik.consultations.procedure import TrackKind, UnknownRuleError
from miernik.consultations.services.mending import (
    change_consultation,
    change_draft,
    change_notice,
    change_track,
    discard_consultation,
    remove_draft,
    remove_notice,
    remove_track,
    why_it_stays,
)
from miernik.consultations.services.preparing import (
    add_draft,
    add_evidence,
    add_notice,
    add_track,
    announce,
    cancel,
    create_consultation,
)
from miernik.strategy.models import Version, VersionState
from tests.consultations.city_2020 import act

pytestmark = pytest.mark.django_db
SIGNED: Any = {"by": "anna", "at": dt.datetime(2029, 9, 3, 10, tzinfo=dt.UTC)}
FIRST, LAST = dt.date(2029, 10, 8), dt.date(2029, 10, 17)
PUBLISHED = dt.date(2029, 10, 5)
BASES = ["art. 5 ust. 2 ustawy, jak wpisano ręką"]
DESCRIPTION: Any = {
    "responsible": "Departament",
    "place": "Białystok",
    "purpose": "",
    "contact": "",
    "in_force_from": None,
    "session_on": None,
}


@pytest.fixture
def of() -> Consultation:
    made = create_consultation(code="nowe-2030", title="Program", responsible="Biuro", **SIGNED)
    track(made, TrackKind.NGO)
    for title in ("Pierwszy", "Drugi", "Trzeci"):
        add_draft(consultation=made, title=title, case_sign="", version=None, **SIGNED)
    return made


def track(of: Consultation, kind: TrackKind) -> Track:
    return add_track(
        consultation=of, kind=kind, starts=FIRST, ends=LAST, legal_bases=BASES, ways=["pocztą"],
        **SIGNED,
    )  # fmt: skip


def notice(of: Consultation, *tracks: Track, mailing: Mailing | None = None) -> Notice:
    return add_notice(
        consultation=of, tracks=tracks, kind=NoticeKind.WEBSITE, sentence="na stronie miasta",
        published_on=PUBLISHED, mailing=mailing, **SIGNED,
    )  # fmt: skip


def letter() -> Mailing:
    return Mailing.objects.create(
        subject="Konsultacje", body="Zapraszamy.", created_at=SIGNED["at"], created_by="anna"
    )


def corrected_notice(of: Notice, **more: Any) -> Notice:
    values = {
        "tracks": list(of.tracks.all()),
        "kind": NoticeKind.WEBSITE,
        "sentence": of.sentence,
        "published_on": of.published_on,
        "url": "",
        "places": [],
        **more,
    }
    return change_notice(notice=of, **values, **SIGNED)


def last_event() -> Event:
    return Event.objects.order_by("-pk")[0]


def titles(of: Consultation) -> list[tuple[int, str]]:
    return list(of.drafts.order_by("position").values_list("position", "title"))


def test_a_corrected_description_keeps_what_there_was_in_the_log(of: Consultation) -> None:
    change_consultation(
        consultation=of, title="Program 2030", **DESCRIPTION | {"session_on": LAST}, **SIGNED
    )
    of.refresh_from_db()
    assert (of.title, of.responsible, of.session_on) == ("Program 2030", "Departament", LAST)
    event = last_event()
    assert event.action == "consultation.changed"
    assert event.data == {
        "before": {"title": "Program", "responsible": "Biuro", "session_on": None},
        "after": {
            "title": "Program 2030", "responsible": "Departament", "session_on": "2029-10-17",
        },
    }  # fmt: skip


def test_the_same_saved_again_is_no_event(of: Consultation) -> None:
    events = Event.objects.count()
    same = DESCRIPTION | {"responsible": "Biuro"}
    change_consultation(consultation=of, title="Program", **same, **SIGNED)
    assert Event.objects.count() == events


def test_a_track_gets_other_rules_by_their_id_and_keeps_its_legal_bases(
    of: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = procedure.rules()
    later = replace(found[0], id="bialystok-ngo-2029", min_days=21, legal_bases=("nowa",))
    monkeypatch.setattr(procedure, "rules", lambda: (*found, later))
    one = of.tracks.get()
    change_track(
        track=one, rule=later.id, starts=FIRST, ends=dt.date(2029, 10, 28), ways=["osobiście"],
        email="dsp@example.org", **SIGNED,
    )  # fmt: skip
    one.refresh_from_db()
    assert rule_of(one).min_days == 21
    assert (one.legal_bases, one.ways, one.email) == (BASES, ["osobiście"], "dsp@example.org")
    event = last_event()
    assert event.action == "consultation.track_changed"
    assert event.data["before"]["rule"] == "bialystok-ngo-2010"
    assert event.data["after"]["ends"] == "2029-10-28"
    assert "legal_bases" not in event.data["after"]


def test_rules_of_another_kind_of_track_are_refused(of: Consultation) -> None:
    with pytest.raises(UnknownRuleError):
        change_track(
            track=of.tracks.get(), rule="bialystok-residents-2017", starts=FIRST, ends=LAST,
            ways=["pocztą"], email="", **SIGNED,
        )  # fmt: skip
    assert of.tracks.get().rule == "bialystok-ngo-2010"


def test_a_second_track_of_a_kind_is_refused_and_another_kind_is_not(of: Consultation) -> None:
    with pytest.raises(TrackTakenError, match="organizacje pozarządowe"):
        track(of, TrackKind.NGO)
    track(of, TrackKind.RESIDENTS)
    assert of.tracks.count() == 2


def test_a_removed_track_can_be_added_again(of: Consultation) -> None:
    remove_track(track=of.tracks.get(), **SIGNED)
    assert not of.tracks.exists()
    assert last_event().action == "consultation.track_removed"
    assert last_event().data["before"]["starts"] == "2029-10-08"
    track(of, TrackKind.NGO)


def test_a_track_stays_while_a_notice_is_of_it_alone(of: Consultation) -> None:
    ngo, residents = of.tracks.get(), track(of, TrackKind.RESIDENTS)
    alone, both = notice(of, ngo), notice(of, ngo, residents)
    with pytest.raises(NoticeLeftAloneError, match="na stronie miasta"):
        remove_track(track=ngo, **SIGNED)
    corrected_notice(alone, tracks=[residents])
    remove_track(track=ngo, **SIGNED)
    assert list(both.tracks.all()) == [residents]


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        (1, [(1, "Drugi"), (2, "Trzeci")]),
        (2, [(1, "Pierwszy"), (2, "Trzeci")]),
        (3, [(1, "Pierwszy"), (2, "Drugi")]),
    ],
)
def test_drafts_behind_a_removed_one_move_up(
    of: Consultation, removed: int, left: list[tuple[int, str]]
) -> None:
    remove_draft(draft=of.drafts.get(position=removed), **SIGNED)
    assert titles(of) == left
    assert last_event().data["position"] == removed
    add_draft(consultation=of, title="Czwarty", case_sign="", version=None, **SIGNED)
    assert titles(of) == [*left, (3, "Czwarty")]


def test_removing_a_draft_read_before_another_was_removed_closes_the_right_place(
    of: Consultation,
) -> None:
    first, second, _ = of.drafts.order_by("position")
    remove_draft(draft=first, **SIGNED)
    remove_draft(draft=second, **SIGNED)
    assert titles(of) == [(1, "Trzeci")]


def test_a_draft_gets_its_text_and_a_text_that_is_not_frozen_is_refused(
    of: Consultation, golden: Callable[[str], Any]
) -> None:
    version = act(golden("consultation_2020")).first.version
    assert version is not None
    draft = of.drafts.get(position=2)
    values: Any = {"title": "Drugi, poprawiony", "case_sign": "DSP.1", "compared_with": None}
    change_draft(draft=draft, version=version, **values, **SIGNED)
    draft.refresh_from_db()
    assert (draft.title, draft.version, draft.work) == (values["title"], version, version.work)
    assert last_event().data["after"]["version"] == version.content_hash
    loose = Version(work=version.work, number=9, state=VersionState.DRAFT)
    with pytest.raises(FrozenDraftNeededError):
        change_draft(draft=draft, version=loose, **values, **SIGNED)
    change_draft(draft=draft, version=None, **values, **SIGNED)
    assert ConsultedDraft.objects.get(pk=draft.pk).work is None


def test_a_notice_is_corrected_with_its_evidence_and_removed_only_without(
    of: Consultation, settings: LazySettings, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    proved, bare = notice(of, of.tracks.get()), notice(of, of.tracks.get())
    add_evidence(notice=proved, name="strona.html", content=b"strona", **SIGNED)
    with pytest.raises(EvidenceStaysError):
        remove_notice(notice=proved, **SIGNED)
    corrected_notice(proved, sentence="na stronie www", published_on=dt.date(2029, 10, 4))
    assert last_event().data["before"] == {
        "sentence": "na stronie miasta", "published_on": "2029-10-05",
    }  # fmt: skip
    remove_notice(notice=bare, **SIGNED)
    assert last_event().action == "consultation.notice_removed"
    assert last_event().data["before"]["tracks"] == ["ngo"]
    assert list(of.notices.values_list("sentence", flat=True)) == ["na stronie www"]


def test_of_a_letter_that_was_sent_only_words_and_tracks_change(of: Consultation) -> None:
    sent, other = notice(of, of.tracks.get(), mailing=letter()), track(of, TrackKind.RESIDENTS)
    corrected_notice(sent, sentence="listem", tracks=[other])
    assert list(sent.tracks.all()) == [other]
    with pytest.raises(LetterStaysError):
        corrected_notice(sent, published_on=dt.date(2029, 10, 4))
    with pytest.raises(LetterStaysError):
        remove_notice(notice=sent, **SIGNED)
    kept = Notice.objects.get(pk=sent.pk)
    assert (kept.sentence, kept.published_on) == ("listem", PUBLISHED)


def test_a_notice_of_no_track_is_refused(of: Consultation) -> None:
    with pytest.raises(NotReadyError, match="ścieżki, której dotyczy ogłoszenie"):
        corrected_notice(notice(of, of.tracks.get()), tracks=[])


def test_a_discarded_consultation_goes_whole_and_another_stays(of: Consultation) -> None:
    other = create_consultation(code="inne", title="Inne", responsible="Biuro", **SIGNED)
    kept = track(other, TrackKind.NGO)
    notice(of, of.tracks.get())
    discard_consultation(consultation=of, **SIGNED)
    assert list(Consultation.objects.all()) == [other]
    assert list(Track.objects.all()) == [kept]
    assert not ConsultedDraft.objects.exists()
    assert not Notice.objects.exists()
    event = last_event()
    assert (event.action, event.data["code"]) == ("consultation.discarded", "nowe-2030")
    assert [draft["title"] for draft in event.data["drafts"]] == ["Pierwszy", "Drugi", "Trzeci"]
    create_consultation(code="nowe-2030", title="Od nowa", responsible="Biuro", **SIGNED)


def test_a_consultation_with_evidence_or_a_letter_is_only_called_off(
    of: Consultation, settings: LazySettings, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    one = notice(of, of.tracks.get())
    assert why_it_stays(of) == ""
    add_evidence(notice=one, name="strona.html", content=b"strona", **SIGNED)
    with pytest.raises(EvidenceStaysError, match="odwołać"):
        discard_consultation(consultation=of, **SIGNED)
    second = create_consultation(code="inne", title="Inne", responsible="Biuro", **SIGNED)
    notice(second, track(second, TrackKind.NGO), mailing=letter())
    with pytest.raises(LetterStaysError, match="odwołać"):
        discard_consultation(consultation=second, **SIGNED)
    assert Consultation.objects.count() == 2


def _everything(of: Consultation) -> list[Callable[[], object]]:
    draft, one, told = of.drafts.order_by("position")[0], of.tracks.get(), of.notices.get()
    return [
        lambda: change_consultation(consultation=of, title="Inny", **DESCRIPTION, **SIGNED),
        lambda: track(of, TrackKind.RESIDENTS),
        lambda: change_track(
            track=one, rule=one.rule, starts=FIRST, ends=LAST, ways=["inaczej"], email="", **SIGNED
        ),
        lambda: remove_track(track=one, **SIGNED),
        lambda: add_draft(consultation=of, title="Inny", case_sign="", version=None, **SIGNED),
        lambda: change_draft(
            draft=draft, title="Inny", case_sign="", version=None, compared_with=None, **SIGNED
        ),
        lambda: remove_draft(draft=draft, **SIGNED),
        lambda: corrected_notice(told, sentence="inaczej"),
        lambda: remove_notice(notice=told, **SIGNED),
        lambda: discard_consultation(consultation=of, **SIGNED),
    ]


@pytest.mark.parametrize("number", range(10))
def test_after_the_announcement_nothing_of_it_is_changed(of: Consultation, number: int) -> None:
    """The objects were read before the announcement, as in a tab that stayed open."""
    notice(of, of.tracks.get())
    step = _everything(of)[number]
    announce(consultation=Consultation.objects.get(pk=of.pk), **SIGNED)
    events = Event.objects.count()
    with pytest.raises(PreparationOverError, match=r"„ogłoszone”.*przedłużyć termin albo odwołać"):
        step()
    assert Event.objects.count() == events
    assert titles(of) == [(1, "Pierwszy"), (2, "Drugi"), (3, "Trzeci")]
    assert list(of.tracks.values_list("kind", flat=True)) == ["ngo"]
    assert of.notices.get().sentence == "na stronie miasta"
    assert Consultation.objects.get().title == "Program"


def test_what_was_called_off_is_not_discarded_nor_told_to_be_extended(of: Consultation) -> None:
    cancelled = cancel(consultation=of, reason="Zmiana planów.", **SIGNED)
    assert cancelled.state == ConsultationState.CANCELLED
    with pytest.raises(PreparationOverError, match=r"przed ogłoszeniem\.$"):
        discard_consultation(consultation=cancelled, **SIGNED)
