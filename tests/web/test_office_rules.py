"""The pages of rules: read, tried, changed with a reason, put back; and who may not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role
from miernik.audit.models import Event
from miernik.collection.models import RuleSetting
from miernik.collection.validation.defaults import default_rules
from miernik.collection.validation.kinds import KINDS
from miernik.collection.validation.rule import Rule, Severity
from miernik.collection.validation.store import rules_in_force, stored_rule
from tests.collection.campaigns import (
    FIRST_SCHOOL,
    MEALS,
    MONEY,
    SECOND_SCHOOL,
    an_open_one,
    everything,
    number,
)
from tests.web import city
from tests.web.reading import words

pytestmark = pytest.mark.django_db
JUMP = "skok-liczby"


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(city.person("-".join(roles), *roles))
    return client


@pytest.fixture
def coordinator() -> Client:
    return client_of(Role.COORDINATOR)


def typed(client: Client, address: str, **changes: object) -> dict[str, object]:
    """The fields of the page's form as they stand, with changes; None leaves a field out."""
    form = client.get(address).context["form"]
    data: dict[str, object] = {"over": 0}
    for field in form:
        value = field.value()
        if value not in (None, False, [], ""):
            data[field.html_name] = value
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def test_the_list_shows_every_rule_in_its_part_with_its_severity(coordinator: Client) -> None:
    said = words(coordinator.get(reverse("rules")))
    for rule in default_rules():
        assert f"{rule.title} {rule.severity.label}" in said
    assert said.index("Porównanie z poprzednim rokiem") < said.index("Skok liczby")


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.code)
def test_the_page_of_every_rule_runs_its_examples(rule: Rule, coordinator: Client) -> None:
    said = words(coordinator.get(reverse("rule", args=[rule.code])))
    assert "niezgodny" not in said
    for example in rule.examples:
        assert f"{example.title} zgodny" in said


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.code)
def test_saving_a_page_as_it_stands_changes_nothing(rule: Rule, coordinator: Client) -> None:
    address = reverse("rule", args=[rule.code])
    response = coordinator.post(address, typed(coordinator, address, reason="nic"))
    assert response.status_code == 422
    assert "Nie ma czego zapisać" in words(response)
    assert not RuleSetting.objects.exists()


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_kind_has_a_form_for_a_new_rule(kind: str, coordinator: Client) -> None:
    response = coordinator.get(reverse("rule-new"), {"rodzaj": kind})
    assert response.status_code == 200
    assert "Zdanie dla instytucji" in words(response)


def test_a_change_is_kept_with_its_reason_shown_in_history_and_put_back(
    coordinator: Client,
) -> None:
    address = reverse("rule", args=[JUMP])
    data = typed(coordinator, address, severity="note", reason="Za dużo pytań w szkołach")
    response = coordinator.post(address, data | {"parameter-least": "7,5"}, follow=True)
    said = words(response)
    assert "Zapisano regułę" in said
    assert "Za dużo pytań w szkołach waga: pytanie → uwaga dla urzędu" in said
    assert "najmniejsza zmiana: 5 → 7,5" in said
    assert stored_rule(JUMP).rule.severity is Severity.NOTE
    assert Event.objects.filter(action="rule.changed", subject=f"rule:{JUMP}").count() == 1
    put_back = {"over": 1, "reason": "jednak pytamy"}
    said = words(coordinator.post(reverse("rule-reset", args=[JUMP]), put_back, follow=True))
    assert "Przywrócono domyślną regułę" in said
    assert stored_rule(JUMP).rule == next(rule for rule in default_rules() if rule.code == JUMP)


def test_without_a_reason_nothing_is_saved(coordinator: Client) -> None:
    address = reverse("rule", args=[JUMP])
    response = coordinator.post(address, typed(coordinator, address, active=None))
    assert response.status_code == 422
    assert "Podaj powód" in words(response)
    assert stored_rule(JUMP).rule.active


def test_a_change_that_breaks_an_example_names_it_and_passes_when_the_example_is_given_up(
    coordinator: Client,
) -> None:
    address = reverse("rule", args=[JUMP])
    data = typed(coordinator, address, reason="tylko wielkie zmiany")
    data["parameter-least"] = "300"
    refused = words(coordinator.post(address, data))
    assert "„Zero i dwieście”" in refused
    assert "„Rodziny z bezradnością" not in refused.split("nie robi tego")[1].split(".")[0]
    titles = [item.title for item in stored_rule(JUMP).rule.examples]
    given_up = str(titles.index("Zero i dwieście"))
    data["kept"] = [place for place in data["kept"] if place != given_up]  # type: ignore[attr-defined]
    assert "Zapisano regułę" in words(coordinator.post(address, data, follow=True))
    assert len(stored_rule(JUMP).rule.examples) == len(titles) - 1


def test_a_change_over_somebody_elses_is_refused(coordinator: Client) -> None:
    address = reverse("rule", args=[JUMP])
    first = typed(coordinator, address, severity="note", reason="pierwsza")
    second = typed(coordinator, address, severity="error", reason="druga")
    coordinator.post(address, first)
    assert "Ktoś zmienił tę regułę" in words(coordinator.post(address, second))
    assert stored_rule(JUMP).rule.severity is Severity.NOTE


def test_faults_are_told_in_polish_without_words_of_the_machine(coordinator: Client) -> None:
    address = reverse("rule", args=[JUMP])
    data = typed(coordinator, address, message="Było {ile}?", reason="ładniej")
    data["parameter-level"] = "2"
    said = words(coordinator.post(address, data))
    assert "Zdanie: nie wiadomo, co wstawić za {ile}" in said
    assert "liczba większa od 0 i mniejsza od 1" in said
    assert "parameters" not in said


def test_a_trial_says_what_the_rule_would_do_and_writes_nothing(coordinator: Client) -> None:
    asked = an_open_one()
    asked.hand_in(FIRST_SCHOOL, everything())
    asked.save(SECOND_SCHOOL, {MONEY: number(900)})
    address = f"{reverse('rule-new')}?rodzaj=range"
    data = typed(
        coordinator,
        address,
        title="Mała kwota",
        explanation="Na próbę.",
        message="Kwota {wartość} jest mała.",
        kinds=["amount"],
        krok="sprobuj",
    )
    data["parameter-min"] = "1000"
    said = words(coordinator.post(address, data))
    assert "Zapytałaby w 1 z 2 formularzy (1 odpowiedź)." in said
    assert f"{SECOND_SCHOOL}, A.1.1 {MONEY} Kwota 900 zł jest mała." in said
    assert not RuleSetting.objects.exists()
    stopping = words(
        coordinator.post(address, data | {"severity": "error", "parameter-min": "1e6"})
    )
    assert "Podaj liczbę" in stopping
    data |= {"severity": "error", "parameter-min": "1 000 000"}
    assert "Zatrzymałaby 2 z 2 formularzy (2 odpowiedzi)." in words(coordinator.post(address, data))


def test_an_added_rule_is_in_force_with_the_example_it_came_with(coordinator: Client) -> None:
    address = f"{reverse('rule-new')}?rodzaj=range"
    data = typed(
        coordinator,
        address,
        title="Posiłków najwyżej tysiąc",
        explanation="Kuchnia nie wyda więcej.",
        message="{wartość} to za dużo.",
        name=MEALS,
        reason="pomyłka w 2024 r.",
        example_number="1 001",
        example_fires="on",
    )
    data["parameter-max"] = "1000"
    quiet = {name: value for name, value in data.items() if name != "example_fires"}
    assert "nie robi tego, co mówią jej przykłady" in words(coordinator.post(address, quiet))
    assert "Dodano regułę" in words(coordinator.post(address, data, follow=True))
    added = rules_in_force()[-1]
    assert (added.code, added.scope.name) == ("posilkow-najwyzej-tysiac", MEALS)
    assert "już jest" in words(coordinator.post(address, data))


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.READER])
def test_who_only_watches_reads_and_changes_nothing(role: Role, coordinator: Client) -> None:
    address = reverse("rule", args=[JUMP])
    data = typed(coordinator, address, severity="note", reason="a może")
    watching = client_of(role)
    said = words(watching.get(address))
    assert "Reguły zmienia koordynator" in said
    assert "Zapisz regułę" not in said
    assert watching.post(address, data).status_code == 403
    assert watching.get(reverse("rule-new")).status_code == 403
    assert watching.post(reverse("rule-reset", args=[JUMP]), {"reason": "x"}).status_code == 403
    assert not RuleSetting.objects.exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.SOCIAL_WORKER, Role.DATA_PROTECTION_OFFICER])
def test_others_see_nothing(role: Role) -> None:
    client = client_of(role)
    assert client.get(reverse("rules")).status_code == 403
    assert client.get(reverse("rule", args=[JUMP])).status_code == 403


def test_an_unknown_rule_is_not_there(coordinator: Client) -> None:
    assert coordinator.get(reverse("rule", args=["nie-ma"])).status_code == 404
