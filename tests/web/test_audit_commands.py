"""Log, keys and backups from the command line, each in an installation of its own."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from miernik.accounts.models import Role
from miernik.audit.errors import BadNoteError
from miernik.audit.verification import Noted, parse_note
from miernik.web.cli import main
from miernik.web.commands.users_command import ROLES

CHECKOUT = Path(__file__).parent.parent.parent


class Installation:
    """A folder with data and the command line on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.database = home / "miernik.sqlite3"
        self.keys = home / "register-keys.json"

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run one command; returns what it printed (errors, when it is to fail)."""
        done = self._done(*arguments, status=status)
        return done.stderr if status else done.stdout

    def _done(self, *arguments: str, status: int) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "MIERNIK_HOME": str(self.home),
            "PYTHONPATH": str(CHECKOUT / "src"),
            "PYTHONUTF8": "1",
        }
        for name in ("MIERNIK_DATABASE_URL", "MIERNIK_REGISTER_KEYS", "MIERNIK_AUDIT_HEAD"):
            environment.pop(name, None)
        done = subprocess.run(
            [sys.executable, "-m", "miernik", *arguments],
            env=environment, input="dosc-dlugie-haslo-1\n", capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done

    def json_of(self, *arguments: str, status: int) -> dict[str, Any]:
        """Run a command that fails and still prints its JSON."""
        told: dict[str, Any] = json.loads(self._done(*arguments, status=status).stdout)
        return told

    def sql(self, *statements: str) -> None:
        """Change the database past the program."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            for verb in ("update", "delete"):
                connection.execute(f"DROP TRIGGER IF EXISTS audit_event_forbid_{verb}")
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with two accounts: five events. Made once, then copied for each test."""
    made = Installation(tmp_path_factory.mktemp("wzor") / "dom")
    made.run("users", "add", "anna", "--role", "coordinator")
    made.run("users", "add", "jan", "--role", "reader", "--role", "director")
    return made.home


@pytest.fixture
def installation(furnished: Path, tmp_path: Path) -> Installation:
    """A copy of the furnished installation."""
    return Installation(Path(shutil.copytree(furnished, tmp_path / "dom")))


def test_a_sound_log_says_so_with_its_length_and_its_end(installation: Installation) -> None:
    printed = installation.run("audit", "verify")
    assert "Dziennik jest nienaruszony: 5 wpisów." in printed
    noted = printed.split("Koniec dziennika: ")[1].splitlines()[0]
    told = json.loads(installation.run("audit", "verify", "--json", "-"))
    assert (told["sound"], told["count"], told["fault"]) == (True, 5, None)
    assert noted.replace("-", "") == f"5:{told['head']['hash'][:16]}"
    installation.run("users", "password", "anna")
    assert "na swoim miejscu" in installation.run("audit", "verify", "--head", noted)
    installation.run("audit", "verify", "--head", told["head"]["hash"])
    other = noted.replace(noted[2:6], "dead" if noted[2:6] != "dead" else "beef")
    printed = installation.run("audit", "verify", "--head", other, status=1)
    assert "nie ma wpisu nr 5 o skrócie" in printed


@pytest.mark.parametrize(
    "note", ["", "x", "5:", "5:12", "a:0123456789abcdef", "5:0123456789abcdeg", "0123"]
)
def test_a_note_that_is_none_is_one_sentence(note: str) -> None:
    with pytest.raises(BadNoteError, match="Nie rozumiem"):
        parse_note(note)


@pytest.mark.parametrize(
    "note", ["5:0123-4567-89ab-cdef", " 5: 0123 4567 89AB CDEF", "5:0123456789abcdef"]
)
def test_a_note_is_read_as_people_write_it(note: str) -> None:
    assert parse_note(note) == Noted("0123456789abcdef", 5)


def test_a_changed_event_is_told_with_its_number_and_time(installation: Installation) -> None:
    installation.sql("UPDATE audit_event SET by = 'nikt' WHERE id = 3")
    printed = installation.run("audit", "verify", status=1)
    assert "Wpis nr 3 (z " in printed
    first, second = printed.strip().split("\n")
    assert "Wpis nr 3" in first
    assert "nie pozwala zmieniać i usuwać" in second  # what let it be changed
    assert "Wpis nr 3" in installation.run("audit", "accept", "--why", "x", status=2)


def test_a_database_without_its_protection_is_told_and_gets_it_back(
    installation: Installation,
) -> None:
    installation.sql()
    printed = installation.run("audit", "verify", status=1)
    assert "Wpisy zgadzają się ze skrótami: 5 wpisów." in printed
    assert "Dziennik jest nienaruszony" not in printed
    assert "nie pozwala zmieniać i usuwać wpisów dziennika" in printed
    told = installation.json_of("audit", "verify", "--json", "-", status=1)
    assert (told["sound"], told["fault"]) == (False, None)
    assert "miernik audit accept" in told["unprotected"]
    installation.run("audit", "accept", "--why", "usunięto je przy naprawie")
    assert json.loads(installation.run("audit", "verify", "--json", "-"))["unprotected"] is None


def test_a_cut_end_is_told_and_accepted_only_with_a_reason(installation: Installation) -> None:
    installation.sql("DELETE FROM audit_event WHERE id = 5")
    assert "Brakuje końca dziennika" in installation.run("audit", "verify", status=1)
    installation.run("users", "password", "anna")  # the log grows past the cut
    assert "zapisano poza bazą" in installation.run("audit", "verify", status=1)
    installation.run("audit", "accept", status=2)
    installation.run("audit", "accept", "--why", "odtworzono wczorajszą kopię serwera")
    installation.run("audit", "verify")


def test_keys_are_told_and_rotated(installation: Installation) -> None:
    assert "Szyfruje klucz nr 1." in installation.run("keys", "check")
    assert "Szyfruje klucz nr 2; przeszyfrowano 0 pól." in installation.run("keys", "rotate")
    assert "osoba: PESEL – pusto" in installation.run("keys", "check")
    installation.run("audit", "verify")
    installation.keys.chmod(0o644)
    assert "chmod 600" in installation.run("keys", "check", status=2)


def test_a_backup_holds_no_key_and_opens_only_with_the_keys_it_was_made_with(
    installation: Installation, tmp_path: Path
) -> None:
    copy = tmp_path / "kopia.zip"
    printed = installation.run("backup", str(copy))
    assert "Kluczy rejestru w niej nie ma" in printed
    assert str(installation.keys) in printed
    secrets = [
        str(value) for value in json.loads(installation.keys.read_text())["encryption"].values()
    ]
    with zipfile.ZipFile(copy) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
        assert "register-keys.json" not in archive.namelist()
    assert not any(secret.encode() in content for secret in secrets)

    other = Installation(tmp_path / "nowy")
    assert "potrzebuje kluczy rejestru" in other.run("restore", str(copy), status=2)
    assert not other.database.exists()
    other.run("users", "add", "ktoś")
    assert "nie pasują do tej kopii" in other.run("restore", str(copy), "--replace", status=2)
    shutil.copy(installation.keys, other.keys)
    assert "Odtworzono" in other.run("restore", str(copy), "--replace")
    assert "anna: koordynator" in other.run("users", "list")
    other.run("audit", "verify")


def test_a_restored_older_database_is_sound_and_remembers_where_the_later_log_ended(
    installation: Installation, tmp_path: Path
) -> None:
    copy = tmp_path / "kopia.zip"
    installation.run("backup", str(copy))
    installation.run("users", "password", "anna")
    installation.run("keys", "rotate")
    ended = installation.run("audit", "verify").split("Koniec dziennika: ")[1].splitlines()[0]
    printed = installation.run("restore", str(copy), "--replace")
    aside = Path(printed.split("Poprzednie dane leżą w: ")[1].strip())
    assert (aside / "audit-head.json").exists()
    installation.run("audit", "verify")
    with closing(sqlite3.connect(installation.database)) as connection:
        (data,) = connection.execute("SELECT data FROM audit_event ORDER BY id DESC").fetchone()
    assert json.loads(data) == {"file": "kopia.zip", "before": ended}


def test_roles_are_given_in_a_team_and_taken_back(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("dosc-dlugie-haslo-1\n"))
    assert main(["users", "add", "ewa", "--role", "reader"]) == 0
    given = ["users", "grant", "ewa", "--role", "social_worker", "--team", "Zespół nr 1"]
    assert main(given) == 2
    assert "Nie ma zespołu ani instytucji „Zespół nr 1”" in capsys.readouterr().err
    assert main([*given, "--new-team"]) == 0
    assert main(["users", "list"]) == 0
    assert "ewa: czytelnik wewnętrzny, pracownik socjalny (Zespół nr 1)" in capsys.readouterr().out
    assert main(["users", "withdraw", "ewa", "--role", "social_worker"]) == 2
    assert "w całym mieście" in capsys.readouterr().err
    assert main(["users", "withdraw", *given[2:]]) == 0
    assert main(["users", "off", "ewa"]) == 0
    assert main(["users", "list"]) == 0
    assert "ewa: czytelnik wewnętrzny (wyłączone)" in capsys.readouterr().out


def test_every_role_can_be_given_and_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(ROLES) == set(Role)
    assert main(["users", "roles"]) == 0
    assert "inspektor ochrony danych" in capsys.readouterr().out


def test_retention_is_told_in_polish_and_as_json(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["retention", "--on", "2027-01-01"]) == 0
    printed = capsys.readouterr().out
    assert "stan na 1 stycznia 2027 r." in printed
    assert "po terminie: 0 z 0" in printed
    assert "program niczego nie usunął" in printed
    assert main(["retention", "--on", "2027-01-01", "--json", "-"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["on"] == "2027-01-01"
    assert [item["id"] for item in told["classes"]][:2] == [
        "case_file_granted",
        "case_file_refused",
    ]
    assert main(["retention", "--on", "jutro"]) == 2
    assert "nie jest dniem" in capsys.readouterr().err
