"""Help at the desk: who gets in, how few steps an entry takes, and what stays hidden."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from miernik.accounts.models import Membership, Role, User
from miernik.audit.models import Event
from miernik.cases.models import (
    Activity,
    BlueCard,
    BlueCardMeeting,
    Outcome,
    Participation,
    Plan,
    Referral,
    Service,
    StreetVisit,
    UnfitPlace,
)
from tests.cases import neighbourhood
from tests.cases.neighbourhood import Neighbourhood
from tests.web.help_pages import SECRET, blue_card_pages_of, pages_of

pytestmark = pytest.mark.django_db
OF_A_FAMILY = {
    "service", "family", "family service", "family plan", "family referral", "family outcome",
    "plan", "referral", "outcome",
}  # fmt: skip


@pytest.fixture
def town() -> Neighbourhood:
    """Two teams with a family each."""
    return neighbourhood.furnish()


def at_desk(user: User) -> Client:
    """A logged-in client."""
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, url: str) -> str:
    """What a page says."""
    return client.get(url, follow=True).content.decode()


# --- who gets in ---------------------------------------------------------------------------------


def test_every_page_of_help_renders_for_a_social_worker(town: Neighbourhood) -> None:
    pages = pages_of(town) | blue_card_pages_of(town)
    client = at_desk(town.ewa)
    statuses = {name: client.get(url).status_code for name, url in pages.items()}
    assert {name: status for name, status in statuses.items() if status != 200} == {}


def test_every_form_carries_the_token_without_which_it_is_refused(town: Neighbourhood) -> None:
    pages = pages_of(town) | blue_card_pages_of(town)
    client = at_desk(town.ewa)
    client.post(reverse("help-record"), quick(town, kto=f"{town.kowalski.uuid}:"))
    place = UnfitPlace.objects.get()
    client.post(reverse("help-visit", args=[place.uuid]), {"osob": "3"})
    for name, url in pages.items():
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text_of(client, url), re.S)
        assert [form for form in forms if "csrfmiddlewaretoken" not in form] == [], name


def test_every_address_of_help_is_among_the_pages_or_only_takes_entries(
    town: Neighbourhood,
) -> None:
    pages = set((pages_of(town) | blue_card_pages_of(town)).values())
    named = {name for name in get_resolver().reverse_dict if str(name).startswith("help-")} - {
        "help-undo",
        "help-undo-meeting",
        "help-undo-visit",
        "help-visit",
        "help-leave",
    }
    shown = {get_resolver().resolve(url.split("?")[0]).url_name for url in pages}
    assert named - shown == set()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BENEFITS_CLERK, Role.DIRECTOR])
def test_other_roles_of_the_city_do_not_write_help(town: Neighbourhood, role: Role) -> None:
    pages = pages_of(town)
    client = at_desk(neighbourhood.worker("inny", role))
    statuses = {name: client.get(url).status_code for name, url in pages.items()}
    open_to = {name for name, status in statuses.items() if status == 200}
    assert open_to <= {"family"}


def test_a_worker_of_the_other_team_reads_no_familys_page(town: Neighbourhood) -> None:
    """The near miss: the same role, somebody else's family."""
    pages = pages_of(town)
    client = at_desk(town.jan)
    statuses = {name: client.get(pages[name]).status_code for name in OF_A_FAMILY}
    assert set(statuses.values()) == {403}
    assert Event.objects.filter(action="file.refused", by="jan").count() == len(OF_A_FAMILY)
    assert "Kowalsk" not in "".join(
        text_of(client, url) for name, url in pages.items() if name not in OF_A_FAMILY
    )


def test_a_worker_of_the_other_team_changes_nothing(town: Neighbourhood) -> None:
    pages = pages_of(town)
    client = at_desk(town.jan)
    withdraw = {"krok": "wycofaj", "wycofaj-reason": "pomylka"}
    for name in ("service", "plan", "referral", "outcome"):
        assert client.post(pages[name], withdraw).status_code == 403
    service = Service.objects.get()
    assert client.post(reverse("help-undo", args=[service.uuid])).status_code == 403
    assert (Plan.objects.count(), Referral.objects.count(), Outcome.objects.count()) == (1, 1, 1)
    whom = f"{town.kowalski.uuid}:{town.anna.uuid}"
    assert client.post(reverse("help-record"), quick(town, kto=whom)).status_code == 403
    assert Service.objects.count() == 1


# --- quick entry ---------------------------------------------------------------------------------


def quick(town: Neighbourhood, **more: str) -> dict[str, str]:
    """What the quick form sends."""
    sent = {"kind": "poradnictwo_prawne", "since": "2024-03-01", "quantity": "1", "q": "kowal"}
    return sent | more


def test_two_steps_write_help_down_and_the_next_needs_only_a_name(town: Neighbourhood) -> None:
    client = at_desk(town.ewa)
    found = client.post(reverse("help-record"), quick(town, szukaj="1")).content.decode()
    pressed = re.findall(r'name="kto"\s+value="([^"]+)"', found)
    assert pressed == [
        f"{town.kowalski.uuid}:{town.anna.uuid}",
        f"{town.kowalski.uuid}:{town.piotr.uuid}",
        f"{town.kowalski.uuid}:",
    ]
    assert len(re.findall("autofocus", found)) == 1
    answer = client.post(reverse("help-record"), quick(town, kto=pressed[0]))
    service = Service.objects.get()
    assert (service.person, service.kind, service.since, service.until) == (
        town.anna, "poradnictwo_prawne", dt.date(2024, 3, 1), dt.date(2024, 3, 1),
    )  # fmt: skip
    assert answer["Location"].endswith("?rodzaj=poradnictwo_prawne&dnia=2024-03-01")
    after = text_of(client, answer["Location"])
    assert "Zapisano: poradnictwo prawne – Kowalska Anna." in after
    assert '<option value="poradnictwo_prawne" selected>' in after
    assert 'value="2024-03-01"' in after


def test_no_name_travels_in_an_address(town: Neighbourhood) -> None:
    client = at_desk(town.ewa)
    page = text_of(client, reverse("help-record"))
    assert '<form method="post" class="quick"' in page
    answer = client.post(reverse("help-pick", args=["plan"]), {"kto": f"{town.kowalski.uuid}:"})
    assert "owal" not in answer["Location"]


def test_the_last_button_is_the_whole_family(town: Neighbourhood) -> None:
    at_desk(town.ewa).post(reverse("help-record"), quick(town, kto=f"{town.kowalski.uuid}:"))
    assert Service.objects.get().person is None


def test_who_is_not_found_is_said_and_who_is_elsewhere_is_not_found(town: Neighbourhood) -> None:
    found = at_desk(town.ewa).post(reverse("help-record"), quick(town, q="nowak", szukaj="1"))
    assert "Nikogo takiego nie ma wśród Twoich rodzin" in found.content.decode()


def test_a_refusal_stands_on_the_page_in_one_sentence(town: Neighbourhood) -> None:
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    whom = f"{town.kowalski.uuid}:{town.anna.uuid}"
    answer = at_desk(town.ewa).post(reverse("help-record"), quick(town, since=tomorrow, kto=whom))
    assert answer.status_code == 422
    assert "jest w przyszłości" in answer.content.decode()


@pytest.mark.parametrize(
    "whom", ["x", "x:y", "11111111-1111-4111-8111-111111111111:", "KOWALSKI:{stranger}"]
)
def test_a_forged_button_finds_nobody(town: Neighbourhood, whom: str) -> None:
    whom = whom.replace("KOWALSKI", str(town.kowalski.uuid)).format(stranger=town.zofia.uuid)
    answer = at_desk(town.ewa).post(reverse("help-record"), quick(town, kto=whom))
    assert answer.status_code == 404
    assert not Service.objects.exists()


def test_what_was_written_today_is_taken_back_with_one_press(town: Neighbourhood) -> None:
    client = at_desk(town.ewa)
    client.post(reverse("help-record"), quick(town, kto=f"{town.kowalski.uuid}:"))
    page = text_of(client, reverse("help-home"))
    (undo,) = re.findall(r'action="([^"]+/cofnij/)"', page)
    client.post(undo)
    assert not Service.objects.exists()
    assert Event.objects.get(action="service.withdrawn").by == "ewa"


def test_the_kinds_a_person_writes_most_come_first(town: Neighbourhood) -> None:
    client = at_desk(town.ewa)
    for _ in range(2):
        client.post(
            reverse("help-record"),
            quick(town, kind="odziez", kto=f"{town.kowalski.uuid}:"),
        )
    first = re.findall(r"\?rodzaj=(\w+)", text_of(client, reverse("help-home")))[0]
    assert first == "odziez"


# --- plans, referrals, entries -------------------------------------------------------------------


def test_what_the_law_says_against_a_plan_is_shown_and_can_be_overruled(
    town: Neighbourhood,
) -> None:
    url = reverse("help-family-plan", args=[town.kowalski.uuid])
    client = at_desk(town.ewa)
    sent = {"whom": str(town.anna.uuid), "kind": "ipwzb", "signed_on": "2024-03-01"}
    assert 'type="checkbox"' not in text_of(client, url)
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "art. 49 ustawy o pomocy społecznej" in answer.content.decode()
    assert 'type="checkbox" name="despite"' in answer.content.decode()
    assert client.post(url, sent | {"despite": "on"}).status_code == 302
    assert Plan.objects.get().kind == "ipwzb"


def test_picking_a_person_leads_to_the_form_with_person_and_kind(town: Neighbourhood) -> None:
    client = at_desk(town.ewa)
    url = reverse("help-pick", args=["skierowanie"]) + "?rodzaj=sds"
    answer = client.post(url, {"kto": f"{town.kowalski.uuid}:{town.piotr.uuid}"})
    form = text_of(client, answer["Location"])
    assert f'<option value="{town.piotr.uuid}" selected>' in form
    assert '<option value="sds" selected>' in form


STEPS: list[tuple[str, str, dict[str, str], str]] = [
    ("service", "koniec", {"on": "2024-05-01"}, "service.ended"),
    ("plan", "ocena", {"on": "2024-05-01"}, "plan.reviewed"),
    ("plan", "koniec", {"on": "2024-05-01", "result": "udało się"}, "plan.ended"),
    ("referral", "wynik", {"on": "2024-05-01", "result": "tak"}, "referral.answered"),
    ("referral", "ocena", {"on": "2024-05-01"}, "referral.reviewed"),
    ("referral", "koniec", {"on": "2024-05-01"}, "referral.ended"),
    ("activity", "liczba", {"participants": "7", "families": "2", "volunteers": "1"},
     "activity.counted"),
    ("activity", "koniec", {"on": "2024-05-01"}, "activity.ended"),
    ("volunteer", "koniec", {"on": "2024-05-01"}, "volunteer.ended"),
    ("partnership", "koniec", {"on": "2024-05-01"}, "partnership.ended"),
    ("facility", "miejsca", {"number": "50", "since": "2024-05-01"}, "facility.places_set"),
    ("place", "wizyta", {"visited_on": "2024-05-01", "persons_met": "9"}, "unfit_place.visited"),
    ("place", "punkt", {"latitude": "53,14", "longitude": "23,2"}, "unfit_place.moved"),
    ("place", "koniec", {"on": "2024-05-01"}, "unfit_place.closed"),
    ("blue card", "spotkanie", {"held_on": "2024-05-01", "note": "x"}, "blue_card.met"),
    ("blue card", "tresc", {"document": "nowa"}, "blue_card.written"),
    ("blue card", "koniec", {"on": "2024-05-01"}, "blue_card.closed"),
]  # fmt: skip
WITHDRAWN = ["service", "plan", "referral", "outcome", "activity", "volunteer", "partnership",
             "facility", "place"]  # fmt: skip


@pytest.mark.parametrize(("name", "step", "data", "event"), STEPS)
def test_each_step_of_an_entry_is_done_and_logged(
    town: Neighbourhood, name: str, step: str, data: dict[str, str], event: str
) -> None:
    pages = pages_of(town) | blue_card_pages_of(town)
    sent = {"krok": step} | {f"{step}-{key}": value for key, value in data.items()}
    answer = at_desk(town.ewa).post(pages[name], sent)
    assert answer.status_code == 302
    assert Event.objects.order_by("-id")[0].action == event


def test_each_entry_can_be_taken_back_with_a_reason(town: Neighbourhood) -> None:
    pages = pages_of(town)
    client = at_desk(town.ewa)
    for name in WITHDRAWN:
        empty: dict[str, Any] = {"krok": "wycofaj", "wycofaj-reason": ""}
        assert client.post(pages[name], empty).status_code == 422
        answer = client.post(pages[name], empty | {"wycofaj-reason": "dwa_razy"})
        assert answer.status_code == 302, name
        assert client.get(pages[name]).status_code == 404
    taken_back = Event.objects.filter(action__endswith=".withdrawn")
    assert {event.data["reason"] for event in taken_back} == {"dwa_razy"}
    assert taken_back.count() == len(WITHDRAWN)


NEW = {
    "family service": {"whom": "", "kind": "schronienie", "since": "2024-03-01", "ongoing": "on",
                       "quantity": "1"},
    "family referral": {"whom": "", "kind": "asystent_rodziny", "made_on": "2024-03-01"},
    "new activity": {"kind": "wydarzenie_lokalne", "title": "Piknik", "since": "2024-06-01",
                     "unnamed_participants": "120", "unnamed_families": "30",
                     "volunteers_taking_part": "8"},
    "new volunteer": {"first_name": "Jan", "last_name": "Lis", "kind": "spolecznosc_lokalna",
                      "since": "2024-03-01"},
    "new partnership": {"name": "Caritas", "since": "2024-03-01"},
    "new facility": {"kind": "noclegownia", "name": "Noclegownia", "number": "30",
                     "since": "2024-03-01"},
    "new place": {"name": "Piwnica", "since": "2024-03-01", "latitude": "53,1",
                  "longitude": "23,1"},
}  # fmt: skip


@pytest.mark.parametrize("name", NEW)
def test_each_form_makes_an_entry(town: Neighbourhood, name: str) -> None:
    pages = pages_of(town)
    before = Event.objects.count()
    answer = at_desk(town.ewa).post(pages[name], NEW[name])
    assert answer.status_code == 302, re.findall(r'role="alert">(.*?)<', answer.content.decode())
    assert Event.objects.count() > before


# --- activities ----------------------------------------------------------------------------------


def test_several_people_join_at_once_and_unnamed_ones_with_a_press(town: Neighbourhood) -> None:
    url = pages_of(town)["activity"]
    Participation.objects.all().delete()
    client = at_desk(town.ewa)
    found = client.post(url, {"q": "kowal", "szukaj": "1"}).content.decode()
    boxes = re.findall(r'name="osoba"\s+value="([^"]+)"', found)
    assert len(boxes) == 2
    client.post(url, {"q": "kowal", "osoba": boxes, "zapisz": "1"})
    client.post(url, {"wiecej": "5"})
    assert Participation.objects.count() == 2
    assert Activity.objects.get().unnamed_participants == 5
    assert client.post(url, {"wiecej": "-5"}).status_code == 404


def test_people_of_other_teams_stand_on_the_list_as_a_count(town: Neighbourhood) -> None:
    page = text_of(at_desk(town.ewa), pages_of(town)["activity"])
    assert "Kowalska Anna" in page
    assert "Nowak" not in page
    assert "oraz 1 osoba spoza Twoich rodzin" in page


def test_only_who_is_shown_can_be_taken_off_the_list(town: Neighbourhood) -> None:
    pages_of(town)
    client = at_desk(town.ewa)
    for row in Participation.objects.all():
        status = client.post(reverse("help-leave", args=[row.activity.uuid, row.pk])).status_code
        assert status == (302 if row.person == town.anna else 404)
    assert Participation.objects.get().person == town.zofia


# --- the street ----------------------------------------------------------------------------------


def test_one_press_on_an_open_place_writes_a_visit_of_today(town: Neighbourhood) -> None:
    pages = pages_of(town)
    client = at_desk(town.ewa)
    place = UnfitPlace.objects.get()
    client.post(reverse("help-visit", args=[place.uuid]), {"osob": "3"})
    visit = StreetVisit.objects.get()
    assert (visit.visited_on, visit.persons_met) == (timezone.localdate(), 3)
    page = text_of(client, pages["street"])
    assert "Altany przy torach" in page
    client.post(reverse("help-undo-visit", args=[place.uuid, visit.pk]))
    assert not StreetVisit.objects.exists()


def test_the_map_and_its_table_say_the_same(town: Neighbourhood) -> None:
    page = text_of(at_desk(town.ewa), pages_of(town)["map"])
    (point,) = re.findall(
        r'data-point="unfit" data-latitude="([\d.]+)" data-longitude="([\d.]+)"', page
    )
    assert point == ("53.1325", "23.1688")
    assert "53,1325; 23,1688" in page


# --- Niebieska Karta -----------------------------------------------------------------------------


def test_without_the_role_nothing_tells_of_a_procedure(town: Neighbourhood) -> None:
    """The near miss: the family's own worker, without the role of Niebieska Karta."""
    pages = pages_of(town)
    hidden = blue_card_pages_of(town)
    Membership.objects.filter(role=Role.BLUE_CARD).delete()
    client = at_desk(town.ewa)
    statuses = {name: client.get(url).status_code for name, url in hidden.items()}
    assert statuses == {"blue cards": 403, "blue card": 403, "family blue card": 403}
    said = "".join(text_of(client, url) for url in pages.values())
    for word in ("Niebiesk", "niebiesk", SECRET):
        assert word not in said


def test_the_family_file_looks_the_same_with_and_without_a_procedure(town: Neighbourhood) -> None:
    url = reverse("family", args=[town.kowalski.uuid])
    client = at_desk(town.ewa)

    def plain() -> str:
        page = text_of(client, url)
        return re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"',
            "",
            page.split("<main")[1].split("Kto czytał")[0],
        )

    before = plain()
    blue_card_pages_of(town)
    Membership.objects.filter(role=Role.BLUE_CARD).delete()
    assert plain() == before


def test_the_role_of_another_team_opens_nothing_here(town: Neighbourhood) -> None:
    hidden = blue_card_pages_of(town)
    Membership.objects.filter(role=Role.BLUE_CARD).update(institution=town.second)
    client = at_desk(town.ewa)
    assert client.get(hidden["blue card"]).status_code == 404
    assert client.get(hidden["family blue card"]).status_code == 403
    assert town.kowalski.number not in text_of(client, hidden["blue cards"])
    sent = {"started_on": "2024-03-01", "document": "x"}
    assert client.post(hidden["family blue card"], sent).status_code == 403
    assert BlueCard.objects.count() == 1


def test_reading_a_card_and_the_list_of_cards_is_logged(town: Neighbourhood) -> None:
    hidden = blue_card_pages_of(town)
    client = at_desk(town.ewa)
    assert SECRET in text_of(client, hidden["blue card"])
    assert SECRET not in text_of(client, hidden["blue cards"])
    card = BlueCard.objects.get()
    subjects = Event.objects.filter(action="file.read").values_list("subject", flat=True)
    assert set(subjects) == {f"blue_card:{card.uuid}", "blue_cards"}


def test_a_meeting_says_what_group_met_by_its_day(town: Neighbourhood) -> None:
    hidden = blue_card_pages_of(town)
    client = at_desk(town.ewa)
    BlueCard.objects.update(started_on=dt.date(2023, 6, 1))
    for day in ("2023-06-21", "2023-06-22"):
        client.post(hidden["blue card"], {"krok": "spotkanie", "spotkanie-held_on": day})
    page = text_of(client, hidden["blue card"])
    assert re.search(r"21\.06\.2023</strong>\s*– grupa robocza", page)
    assert re.search(r"22\.06\.2023</strong>\s*– grupa diagnostyczno-pomocowa", page)


def test_a_meeting_is_taken_back_by_who_may_know(town: Neighbourhood) -> None:
    blue_card_pages_of(town)
    meeting = BlueCardMeeting.objects.get()
    url = reverse("help-undo-meeting", args=[meeting.blue_card.uuid, meeting.pk])
    assert at_desk(town.jan).post(url).status_code == 403
    assert at_desk(town.ewa).post(url).status_code == 302
    assert not BlueCardMeeting.objects.exists()
