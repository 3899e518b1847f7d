"""The chained log: what a forger may try, and that honest writing on either database holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from miernik.audit import head
from miernik.audit.chain import GENESIS, Link, canonical, plain, read
from miernik.audit.chain import number as number_of
from miernik.audit.errors import UnsoundLogError
from miernik.audit.models import Event
from miernik.audit.services import Entry, accept_end, record, record_many
from miernik.audit.verification import FaultKind, verify
from miernik.kernel.keys import Keyring, new_keyring
from tests.audit.conftest import AT, Tamper

Capture = Callable[..., Any]


def assert_fault(kind: FaultKind, numbered: int) -> str:
    """Assert what the verification finds; return its sentence."""
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.number) == (kind, numbered)
    return fault.sentence


def rows() -> list[Event]:
    return list(Event.objects.order_by("id"))


# --- honest writing ------------------------------------------------------------------------------


def test_an_untouched_log_is_sound_and_says_how_long_it_is_and_where_it_ends(log: int) -> None:
    result = verify()
    assert result.sound
    assert result.count == log
    assert result.head == result.kept == head.in_log()
    assert [event.id for event in rows()] == list(range(1, 11))
    assert rows()[0].previous == GENESIS


def test_an_empty_log_is_sound(installation: Path, db: None) -> None:
    assert verify().sound
    assert verify().head is None


def test_events_one_by_one_make_the_same_chain_as_many_at_once(
    installation: Path, db: None
) -> None:
    entries = [Entry("a.b", f"x:{i}", "anna", AT, {"i": i}) for i in range(3)]
    with transaction.atomic():
        record_many(entries)
        together = [event.hash for event in rows()]
        transaction.set_rollback(True)
    for entry in entries:
        record(action=entry.action, subject=entry.subject, by=entry.by, at=AT, data=entry.data)
    assert [event.hash for event in rows()] == together


def test_what_was_rolled_back_leaves_no_gap(log: int) -> None:
    with transaction.atomic():
        record(action="a.b", subject="c", by="d", at=AT)
        transaction.set_rollback(True)
    assert record(action="a.b", subject="c", by="d", at=AT).id == 11
    assert verify().sound


def test_an_event_outside_the_chain_is_refused_by_the_database(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(at=AT, by="a", action="b", subject="c")


def test_the_same_moment_in_another_zone_is_the_same_event(installation: Path, db: None) -> None:
    record(action="a.b", subject="c", by="d", at=AT.astimezone(ZoneInfo("Europe/Warsaw")))
    assert verify(guarded=False).sound
    assert rows()[0].at == AT


def test_the_canonical_text_is_what_the_decision_record_says() -> None:
    link = Link(7, "ab", AT, "anna", "a.b", "c:1", {"ż": 1, "a": [True, None, "x"]})
    assert canonical(link) == (
        b'[7,"ab","2026-05-28T10:00:00.123456+00:00","anna","a.b","c:1",'
        b'{"a":[true,null,"x"],"\\u017c":1}]'
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text("abżó "), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@settings_of_hypothesis(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(st.text("klucz"), JSON, max_size=4))
def test_any_details_come_back_from_the_database_as_they_were_sealed(
    data: dict[str, Any], db: None
) -> None:
    with transaction.atomic():
        record(action="a.b", subject="c", by="d", at=AT, data=data)
        assert verify(guarded=False).sound
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("text", "value"), [("1e3", 1000), ("-0.0", 0), ("1.50", 1.5), ("1E+22", 10**22)]
)
def test_numbers_are_read_as_postgresql_gives_them_back(text: str, value: float) -> None:
    assert number_of(text) == value
    assert type(number_of(text)) is type(value)
    assert read(f'{{"x":{text}}}') == {"x": value}


@pytest.mark.parametrize("wrong", [{1: "x"}, {"x": AT}, {"x": {1, 2}}, {"x": b"y"}])
def test_what_json_does_not_know_is_refused(wrong: dict[Any, Any]) -> None:
    with pytest.raises(TypeError):
        plain(wrong)


def test_infinity_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        plain({"x": float("inf")})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain(installation: Path) -> None:
    faults: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for i in range(10):
                with transaction.atomic():
                    record(action="a.b", subject=f"c:{i}", by=f"w{writer}", at=AT)
        except BaseException as error:  # noqa: BLE001  # told by the test below
            faults.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    result = verify()
    assert result.sound
    assert result.count == 80


# --- tampering -----------------------------------------------------------------------------------

CHANGES = {
    "at": "2026-05-28 10:00:01",
    "by": "jan",
    "action": "import.confirmed",
    "subject": "import:99",
    "data": '{"path": "A.1.4", "note": "błąd", "values": 5}',
    "previous": "1" * 64,
    "hash": "2" * 64,
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_is_found(log: int, tamper: Tamper, column: str) -> None:
    tamper(f"UPDATE audit_event SET `{column}` = %s WHERE id = 5", CHANGES[column])
    sentence = assert_fault(FaultKind.FOREIGN, 5)
    assert sentence.startswith("Wpis nr 5 (z 28 maja 2026 r., ")
    assert "zmieniono go albo dopisano poza programem" in sentence


def test_a_microsecond_or_a_detail_more_is_found(log: int, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET at = %s WHERE id = 3", "2026-05-28 13:00:00.123457")
    assert_fault(FaultKind.FOREIGN, 3)
    tamper("UPDATE audit_event SET data = %s WHERE id = 2", '{"x": 1}')
    assert_fault(FaultKind.FOREIGN, 2)


@pytest.mark.parametrize("nonsense", ["nie data", "2026-05-28 13:00:00.123456+02:00"])
def test_a_time_that_is_no_time_of_ours_is_found(log: int, tamper: Tamper, nonsense: str) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL stores nothing but times there")
    tamper("UPDATE audit_event SET at = %s WHERE id = 3", nonsense)
    assert_fault(FaultKind.FOREIGN, 3)


def test_a_changed_number_leaves_a_gap(log: int, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET id = 50 WHERE id = 5")
    assert_fault(FaultKind.MISSING, 5)


def test_two_events_that_change_places_are_found(log: int, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET id = 99 WHERE id = 4")
    tamper("UPDATE audit_event SET id = 4 WHERE id = 6")
    tamper("UPDATE audit_event SET id = 6 WHERE id = 99")
    assert_fault(FaultKind.FOREIGN, 4)


@pytest.mark.parametrize("gone", [1, 5, 9])
def test_a_removed_event_is_found(log: int, tamper: Tamper, gone: int) -> None:
    tamper("DELETE FROM audit_event WHERE id = %s", gone)
    assert assert_fault(FaultKind.MISSING, gone).startswith(f"Brakuje wpisu nr {gone}:")


def test_a_removed_event_is_found_after_the_others_moved_up(log: int, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_event WHERE id = 5")
    for number in range(6, 11):
        tamper("UPDATE audit_event SET id = %s WHERE id = %s", number - 1, number)
    assert_fault(FaultKind.FOREIGN, 5)


@pytest.mark.parametrize("left", [9, 4, 0])
def test_a_removed_end_is_found(log: int, tamper: Tamper, left: int) -> None:
    tamper("DELETE FROM audit_event WHERE id > %s", left)
    sentence = assert_fault(FaultKind.CUT, left + 1)
    assert "zapisano wpis nr 10" in sentence
    assert ("dziennik jest pusty" if left == 0 else f"wpisie nr {left}.") in sentence


def test_an_end_written_anew_by_the_program_itself_is_found(
    log: int, tamper: Tamper, caplog: pytest.LogCaptureFixture
) -> None:
    tamper("DELETE FROM audit_event WHERE id > 7")
    for _ in range(6):
        head.keep(record(action="a.b", subject="c", by="d", at=AT).id)
    assert Event.objects.count() == 13
    assert_fault(FaultKind.REWRITTEN, 10)
    assert "contradicts" in caplog.text
    kept = head.kept()
    assert kept is not None
    assert kept.number == 10


def forged(number: int, previous: str, **changed: Any) -> Event:
    values = {"at": AT, "by": "jan", "action": "a.b", "subject": "c", "data": {}} | changed
    return Event(id=number, previous=previous, **values)


@pytest.mark.parametrize("where", ["end", "middle"])
def test_an_inserted_event_is_found(log: int, tamper: Tamper, where: str) -> None:
    number = 11 if where == "end" else 5
    if where == "middle":
        for other in range(10, 4, -1):
            tamper("UPDATE audit_event SET id = %s WHERE id = %s", other + 1, other)
    before = Event.objects.get(id=number - 1)
    event = forged(number, before.hash)
    link = Link(number, before.hash, AT, event.by, event.action, event.subject, {})
    event.hash = hashlib.sha256(canonical(link)).hexdigest()
    event.save(force_insert=True)
    assert_fault(FaultKind.FOREIGN, number)


@pytest.mark.parametrize("number", [0, -1, -(2**63)])
def test_an_event_inserted_before_the_first_is_found(log: int, number: int) -> None:
    """The program counts from 1: a forger may give a number below."""
    event = forged(number, GENESIS)
    event.hash = hashlib.sha256(b"x").hexdigest()
    event.save(force_insert=True)
    assert_fault(FaultKind.FOREIGN, number)


def rewrite(tamper: Tamper, keys: Keyring | None, since: int = 5) -> None:
    """Change an event and seal the log anew from it on, with a key or a plain SHA-256."""
    previous = Event.objects.get(id=since - 1).hash
    for event in rows()[since - 1 :]:
        by = "jan" if event.id == since else event.by
        link = Link(
            event.id, previous, event.at, by, event.action, event.subject, plain(event.data)
        )
        text = canonical(link)
        seal = keys.seal(text) if keys else hashlib.sha256(text).hexdigest()
        tamper(
            "UPDATE audit_event SET `by` = %s, previous = %s, hash = %s WHERE id = %s",
            by, previous, seal, event.id,
        )  # fmt: skip
        previous = seal


@pytest.mark.parametrize("keys", [None, new_keyring()])
def test_hashes_recomputed_without_the_key_are_found(
    log: int, tamper: Tamper, keys: Keyring | None
) -> None:
    rewrite(tamper, keys)
    assert_fault(FaultKind.FOREIGN, 5)


def test_a_log_rewritten_with_the_key_contradicts_the_kept_end(log: int, tamper: Tamper) -> None:
    from miernik.audit.installation import keyring

    rewrite(tamper, keyring())
    assert_fault(FaultKind.REWRITTEN, 10)
    assert verify(guarded=False).fault is None  # nothing else could tell: the key must stay secret


def test_an_event_moved_from_another_run_of_the_log_is_found(log: int, tamper: Tamper) -> None:
    """The program's own seal, but of an event that followed another one."""
    with transaction.atomic():
        tamper("DELETE FROM audit_event WHERE id > 6")
        record(action="x.y", subject="c", by="d", at=AT)
        other = record(action="x.y", subject="c", by="d", at=AT)
        transaction.set_rollback(True)
    tamper(
        "UPDATE audit_event SET at = %s, `by` = %s, action = %s, subject = %s, data = %s,"
        " previous = %s, hash = %s WHERE id = 8",
        AT, other.by, other.action, other.subject, "{}", other.previous, other.hash,
    )  # fmt: skip
    assert_fault(FaultKind.MISPLACED, 8)


# --- the kept end --------------------------------------------------------------------------------


def test_the_end_is_kept_after_each_commit(
    installation: Path, db: None, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record(action="a.b", subject="c", by="d", at=AT)
        last = record(action="a.b", subject="c", by="d", at=AT)
    kept = head.kept()
    assert kept is not None
    assert (kept.number, kept.hash) == (last.id, last.hash)
    assert (installation / "audit-head.json").stat().st_mode & 0o077 == 0


def test_a_lost_file_is_told_and_can_be_made_anew_with_a_reason(log: int) -> None:
    (kept := head._file()).unlink()
    assert_fault(FaultKind.UNGUARDED, 10)
    accept_end(by="admin", at=AT, why="nowy dysk")
    assert kept.exists()
    assert verify().sound
    assert rows()[-1].data == {"why": "nowy dysk", "before": ""}


def test_an_older_database_is_accepted_with_a_reason_and_the_trace_of_what_was(
    log: int, tamper: Tamper
) -> None:
    before = head.kept()
    assert before is not None
    tamper("DELETE FROM audit_event WHERE id > 7")
    assert_fault(FaultKind.CUT, 8)
    accept_end(by="admin", at=AT, why="odtworzenie z kopii z 27 maja")
    assert verify().sound
    assert rows()[-1].data["before"] == before.text()


def test_a_log_with_a_bad_event_is_not_accepted(log: int, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET `by` = 'jan' WHERE id = 5")
    with pytest.raises(UnsoundLogError, match="Wpis nr 5"):
        accept_end(by="admin", at=AT, why="nic się nie stało")


# --- what keeps the events -----------------------------------------------------------------------


def test_a_database_that_lets_events_be_changed_is_told_even_when_nobody_changed_one(
    log: int, tamper: Tamper
) -> None:
    result = verify()
    assert result.fault is None
    assert not result.sound
    assert "nie pozwala zmieniać i usuwać wpisów dziennika" in result.unprotected
    assert "miernik audit accept" in result.unprotected


def test_one_missing_trigger_is_told_by_what_it_refused(log: int) -> None:
    with connection.cursor() as cursor:
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_event_forbid_delete{on}")
    assert "nie pozwala usuwać wpisów dziennika" in verify().unprotected


def test_a_trigger_of_the_same_name_that_refuses_nothing_does_not_count(
    log: int, tamper: Tamper
) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION audit_event_forbid_update() RETURNS trigger "
                "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER audit_event_forbid_update BEFORE UPDATE ON audit_event "
                "BEGIN SELECT 1; END"
            )
    assert "zmieniać" in verify().unprotected


def test_the_protection_is_put_back_with_a_reason_and_refuses_again(
    log: int, tamper: Tamper
) -> None:
    accept_end(by="admin", at=AT, why="wyłączono je przy naprawie dysku")
    assert verify().sound
    assert rows()[-1].data["protection"] == "założone na nowo"
    for sql in ("UPDATE audit_event SET id = 50 WHERE id = 5", "DELETE FROM audit_event"):
        with (
            pytest.raises(IntegrityError, match="nie zmienia się ani nie usuwa"),
            transaction.atomic(),
        ):
            tamper(sql)


def test_a_disk_that_cannot_be_written_does_not_stop_the_work(
    installation: Path, db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (installation / "plik").write_text("", encoding="ascii")
    settings.AUDIT_HEAD = installation / "plik" / "audit-head.json"
    head.keep(record(action="a.b", subject="c", by="d", at=AT).id)
    assert "could not be kept" in caplog.text
    assert_fault(FaultKind.UNGUARDED, 1)


def test_the_newest_events_can_be_checked_alone(log: int, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET `by` = 'jan' WHERE id = 2")
    result = verify(last=3)
    assert result.fault is None
    assert result.count == 3
    tamper("UPDATE audit_event SET `by` = 'jan' WHERE id = 9")
    assert verify(last=3).fault is not None


# --- older databases -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_events_from_before_the_chain_are_numbered_and_chained(installation: Path) -> None:
    def migrate(name: str) -> None:
        MigrationExecutor(connection).migrate([("audit", name)])

    migrate("0002_append_only")
    try:
        with connection.cursor() as cursor:
            for number in (3, 4, 9):
                cursor.execute(
                    'INSERT INTO audit_event (id, at, "by", action, subject, data)'
                    " VALUES (%s, %s, 'anna', 'a.b', 'c', %s)",
                    [number, AT + dt.timedelta(minutes=number), '{"x": 1.0}'],
                )
    finally:
        migrate("0003_chain")
    assert [event.at.minute for event in rows()] == [3, 4, 9]
    result = verify()
    assert result.sound
    assert result.count == 3
    assert record(action="a.b", subject="c", by="d", at=AT).id == 4
    assert verify().sound
    with pytest.raises(IntegrityError):
        Event.objects.filter(id=1).update(by="jan")
    with pytest.raises(IntegrityError):
        Event.objects.filter(id=1).delete()
