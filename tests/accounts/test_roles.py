"""Accounts and roles: who holds what, and that giving and taking leaves a trace."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from miernik.accounts.errors import AccountError
from miernik.accounts.models import Institution, Role, User
from miernik.accounts.permissions import holds
from miernik.accounts.services import (
    account,
    create_user,
    grant_role,
    membership,
    switch,
    withdraw_role,
)
from miernik.audit.models import Event

AT = dt.datetime(2026, 5, 28, 10, 0, tzinfo=dt.UTC)
PASSWORD = "konik-morski-nad-narwia"


def make(name: str = "anna") -> User:
    return create_user(username=name, password=PASSWORD, by="admin", at=AT)


@pytest.mark.django_db
def test_a_new_account_can_log_in_and_holds_no_role() -> None:
    user = make()
    assert user.check_password(PASSWORD)
    assert not any(holds(user, role) for role in Role)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("Anna", PASSWORD, "Jest już konto"),
        ("piotr", "krótkie", "12"),
        ("piotr", "password1234", "zbyt powszechne"),
        ("zły użytkownik!", PASSWORD, "."),
    ],
)
def test_a_wrong_account_is_refused_in_a_sentence_and_leaves_nothing(
    name: str, password: str, sentence: str
) -> None:
    make("anna")
    with pytest.raises(AccountError) as refused:
        create_user(username=name, password=password, by="admin", at=AT)
    assert sentence in str(refused.value)
    assert list(User.objects.values_list("username", flat=True)) == ["anna"]
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_role_in_one_institution_is_no_role_in_the_city_nor_in_another() -> None:
    mine, other = (Institution.objects.create(name=name) for name in ("MOPR", "PUP"))
    user = make()
    grant_role(user=user, role=Role.REPORTER, institution=mine, by="admin", at=AT)
    assert holds(user, Role.REPORTER, institution=mine)
    assert not holds(user, Role.REPORTER, institution=other)
    assert not holds(user, Role.REPORTER)
    assert not holds(user, Role.COORDINATOR, institution=mine)


@pytest.mark.django_db
def test_a_role_in_the_city_counts_in_every_institution() -> None:
    user = make()
    grant_role(user=user, role=Role.COORDINATOR, by="admin", at=AT)
    assert holds(user, Role.COORDINATOR, institution=Institution.objects.create(name="MOPR"))


@pytest.mark.django_db
def test_an_account_that_is_switched_off_and_a_stranger_hold_nothing() -> None:
    user = make()
    grant_role(user=user, role=Role.DIRECTOR, by="admin", at=AT)
    user.is_active = False
    assert not holds(user, Role.DIRECTOR)
    assert not holds(AnonymousUser(), Role.DIRECTOR)


@pytest.mark.django_db
def test_a_role_is_given_once_and_can_be_taken_back_with_a_trace_of_both() -> None:
    user = make()
    membership = grant_role(user=user, role=Role.DIRECTOR, by="admin", at=AT)
    with pytest.raises(AccountError, match="ma już rolę"):
        grant_role(user=user, role=Role.DIRECTOR, by="admin", at=AT)
    withdraw_role(membership=membership, by="admin", at=AT)
    assert not holds(user, Role.DIRECTOR)
    actions = Event.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["user.created", "role.granted", "role.withdrawn"]


@pytest.mark.django_db
def test_an_account_is_switched_off_and_on_with_a_trace() -> None:
    make()
    switch(username="ANNA", active=False, by="admin", at=AT)
    assert not User.objects.get(username="anna").is_active
    with pytest.raises(AccountError, match="już jest wyłączone"):
        switch(username="anna", active=False, by="admin", at=AT)
    switch(username="anna", active=True, by="admin", at=AT)
    actions = Event.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["user.created", "user.switched_off", "user.switched_on"]


@pytest.mark.django_db
def test_a_role_is_found_where_it_was_given_and_nowhere_else() -> None:
    user, team = make(), Institution.objects.create(name="Zespół nr 1")
    given = grant_role(user=user, role=Role.SOCIAL_WORKER, institution=team, by="admin", at=AT)
    assert membership(user=user, role=Role.SOCIAL_WORKER, institution=team) == given
    with pytest.raises(AccountError, match="nie ma roli „pracownik socjalny” w całym mieście"):
        membership(user=user, role=Role.SOCIAL_WORKER, institution=None)
    with pytest.raises(AccountError, match="Nie ma konta"):
        account("nikt")
