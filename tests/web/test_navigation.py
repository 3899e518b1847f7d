"""Each person sees the sections of the office that are theirs, and lands in the first one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from miernik.accounts.models import Role
from miernik.accounts.services import create_user, grant_role
from miernik.web.office.navigation import sections

pytestmark = pytest.mark.django_db


def _labels(*roles: Role) -> list[str]:
    at = timezone.now()
    user = create_user(username="osoba", password="długie hasło 2026", by="test", at=at)
    for role in roles:
        grant_role(user=user, role=role, by="test", at=at)
    return [section.label for section in sections(user)]


def test_a_coordinator_sees_statistics_and_no_files_of_people() -> None:
    labels = _labels(Role.COORDINATOR)
    assert "Statystyki" in labels
    assert not {"Sprawy", "Rejestr", "Pomoc", "Dane osobowe"} & set(labels)


def test_a_social_worker_sees_the_register_and_nothing_of_reports() -> None:
    assert _labels(Role.SOCIAL_WORKER) == ["Sprawy", "Rejestr", "Pomoc", "Statystyki"]


def test_only_the_data_protection_officer_sees_who_read_what() -> None:
    assert _labels(Role.DATA_PROTECTION_OFFICER) == ["Konsultacje", "Dane osobowe"]


def test_who_holds_no_role_sees_nothing_and_is_refused(client: Client) -> None:
    assert _labels() == []
    client.login(username="osoba", password="długie hasło 2026")
    assert client.get("/biuro/").status_code == 403
