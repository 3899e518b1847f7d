"""Reading a register at the desk: sent, looked at, confirmed; nobody else sees it meanwhile."""

from __future__ import annotations

import io
import os
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from miernik.accounts.models import Role, User
from miernik.accounts.services import create_user, grant_role
from miernik.cases.exchange.synthetic import BIALYSTOK_2015, generate
from miernik.cases.models import Family, RegisterImport
from tests.web import city

START = reverse("register-import")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def person(name: str, role: Role) -> User:
    user = create_user(username=name, password="długie hasło 123", by="test", at=city.NOW)
    grant_role(user=user, role=role, by="test", at=city.NOW)
    return user


@pytest.fixture
def desk(db: None, client: Client) -> Client:
    client.force_login(person("koordynator", Role.COORDINATOR))
    return client


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("register")
    generate(BIALYSTOK_2015.scaled(60), extended=True).write(folder)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for file in folder.iterdir():
            package.write(file, file.name)
    return target.getvalue()


def send(client: Client, content: bytes, name: str = "rejestr.zip", **more: str) -> Any:
    data = {"system": "POMOST", "file": SimpleUploadedFile(name, content), **more}
    return client.post(START, data, follow=True)


def test_a_register_is_checked_confirmed_and_then_known(desk: Client, register: bytes) -> None:
    page = send(desk, register)
    text = page.content.decode()
    assert "Rejestr jest w porządku. Niczego jeszcze nie wczytano." in text
    assert Family.objects.count() == 0
    address = page.redirect_chain[-1][0]
    done = desk.post(address, follow=True).content.decode()
    assert "Wczytano rejestr „POMOST” z pliku rejestr.zip." in done
    assert Family.objects.count() > 60
    assert RegisterImport.objects.get().imported_by == "koordynator"
    assert desk.get(address).status_code == 404
    again = send(desk, register).content.decode()
    assert "Wszystko z tego pliku jest już w rejestrze" in again
    assert "Wczytaj do rejestru" not in again


def test_every_fault_stands_on_the_page_and_the_file_is_not_kept(desk: Client, home: Path) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as package:
        package.writestr("persons.csv", "person_id,birth_date,sex,pesel\n1,wczoraj,x,\n")
    page = send(desk, broken.getvalue())
    text = page.content.decode()
    assert "to nie jest data w postaci 2015-12-31" in text
    assert "families.csv" in text
    assert "Wczytaj do rejestru" not in text
    kept = [file.suffix for file in (home / "register-waiting").iterdir()]
    assert kept == [".said"]
    assert desk.post(page.redirect_chain[-1][0]).status_code == 404


def test_what_waits_is_sealed_and_can_be_thrown_away(
    desk: Client, register: bytes, home: Path
) -> None:
    address = send(desk, register).redirect_chain[-1][0]
    folder = home / "register-waiting"
    assert all(b"person" not in file.read_bytes() for file in folder.iterdir())
    assert register not in b"".join(file.read_bytes() for file in folder.iterdir())
    desk.post(address + "odrzuc/")
    assert list(folder.iterdir()) == []
    old = folder / "stary.sealed"
    old.write_text("x")
    os.utime(old, (0, 0))
    send(desk, register)
    assert not old.exists()


def test_the_near_misses_are_refused(desk: Client, register: bytes) -> None:
    address = send(desk, register).redirect_chain[-1][0]
    other, worker = Client(), Client()
    other.force_login(person("inny", Role.COORDINATOR))
    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    worker.force_login(person("pracownik", Role.SOCIAL_WORKER))
    for path in (START, address):
        assert worker.get(path).status_code == 403
    assert Client().get(START).status_code == 302
    unknown = reverse("register-import-checked", args=[uuid.uuid4()])
    assert desk.get(unknown).status_code == 404


def test_the_form_says_what_is_missing(desk: Client) -> None:
    page = desk.post(START, {"system": ""})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Podaj nazwę systemu, na przykład POMOST." in text
    assert "Wybierz plik do sprawdzenia." in text
    assert "Plik jest pusty" in send(desk, b"").content.decode()
    assert "to nie jest ZIP ani XLSX" in send(desk, b"%PDF-1.7", "r.zip").content.decode()
