"""Keys: what a ciphertext gives away, what it is bound to, and how the file of keys is kept."""

from __future__ import annotations

import base64
import json
import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.kernel.key_file import KeyFileError, add_encryption_key, load_keyring
from miernik.kernel.keys import Keyring, UnreadableSecretError, new_keyring

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
RING = new_keyring()


# --- texts ---------------------------------------------------------------------------------------


@given(TEXT)
def test_a_text_comes_back_and_its_ciphertext_differs_each_time(text: str) -> None:
    first, second = (RING.encrypt(text, purpose="t.c") for _ in range(2))
    assert first != second
    assert first.isascii()
    assert RING.decrypt(first, purpose="t.c") == RING.decrypt(second, purpose="t.c") == text


@given(TEXT, st.text(min_size=1), st.text(min_size=1))
def test_a_ciphertext_moved_to_another_column_does_not_open(
    text: str, here: str, there: str
) -> None:
    stored = RING.encrypt(text, purpose=f"t.{here}")
    if here != there:
        with pytest.raises(UnreadableSecretError, match=r"register-keys\.json"):
            RING.decrypt(stored, purpose=f"t.{there}")


@given(TEXT, st.data())
def test_a_ciphertext_changed_anywhere_does_not_open(text: str, data: st.DataObject) -> None:
    stored = RING.encrypt(text, purpose="t.c")
    body = bytearray(base64.b64decode(stored[2:]))
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UnreadableSecretError):
        RING.decrypt(f"1:{base64.b64encode(body).decode()}", purpose="t.c")


@pytest.mark.parametrize(
    "stored", ["", "1:", "x:y", "9:AAAA", "90010112345", "1:ąę", ":", "-1:AA=="]
)
def test_what_is_no_ciphertext_does_not_open(stored: str) -> None:
    with pytest.raises(UnreadableSecretError):
        RING.decrypt(stored, purpose="t.c")


def test_a_ciphertext_does_not_open_with_other_keys() -> None:
    with pytest.raises(UnreadableSecretError):
        new_keyring().decrypt(RING.encrypt("x", purpose="t.c"), purpose="t.c")


@given(TEXT, TEXT)
def test_indexes_are_equal_for_equal_texts_only(one: str, other: str) -> None:
    same = RING.index(one, purpose="t.c") == RING.index(other, purpose="t.c")
    assert same == (one == other)
    assert RING.index(one, purpose="t.c") != RING.index(one, purpose="t.d")
    assert RING.index(one, purpose="t.c") != new_keyring().index(one, purpose="t.c")


def test_the_newest_key_encrypts_and_the_older_still_open() -> None:
    old = RING.encrypt("x", purpose="t.c")
    more = RING.with_new_encryption_key()
    assert more.encrypt("x", purpose="t.c").startswith("2:")
    assert more.decrypt(old, purpose="t.c") == "x"
    assert more.index("x", purpose="t.c") == RING.index("x", purpose="t.c")
    assert more.seal(b"x") == RING.seal(b"x")


def test_the_keys_do_not_show_themselves() -> None:
    text = repr(RING) + str(RING.fingerprints())
    for key in (RING.encryption[1], RING.index_key, RING.audit_key or b""):
        assert key.hex() not in text
        assert base64.b64encode(key).decode() not in text
        assert str(key) not in text


def test_fingerprints_tell_keys_apart() -> None:
    assert RING.fingerprints() == RING.fingerprints()
    assert set(RING.fingerprints()) == {"encryption-1", "index", "audit"}
    assert not set(RING.fingerprints().values()) & set(new_keyring().fingerprints().values())


# --- the file ------------------------------------------------------------------------------------


def test_the_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "nowy" / "klucze.json"
    first = load_keyring(file)
    assert first.audit_key is not None
    assert load_keyring(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path for path in file.parent.iterdir() if not path.name.startswith(".")] == [file]


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602, 0o601])
def test_a_file_that_anybody_may_use_is_refused_in_a_sentence(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "klucze.json"
    load_keyring(file)
    file.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_keyring(file)
    file.chmod(0o640)  # the service's own group may be let in on purpose
    load_keyring(file)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"encryption": {}, "index": ""}', '{"encryption": [1]}',
                '{"encryption": {"1": "AAAA"}, "index": "AAAA"}']
)  # fmt: skip
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "klucze.json"
    file.touch(0o600)
    file.write_text(content, encoding="ascii")
    with pytest.raises(KeyFileError, match="uszkodzony"):
        load_keyring(file)
    assert file.read_text(encoding="ascii") == content


def older(file: Path) -> Keyring:
    """Write a file of keys from before the event log had one."""
    ring = new_keyring()
    content = {
        "encryption": {"1": base64.b64encode(ring.encryption[1]).decode()},
        "index": base64.b64encode(ring.index_key).decode(),
    }
    file.touch(0o600)
    file.write_text(json.dumps(content), encoding="ascii")
    return ring


def test_an_older_file_gets_a_key_for_the_event_log_and_keeps_the_others(tmp_path: Path) -> None:
    file = tmp_path / "klucze.json"
    before = older(file)
    after = load_keyring(file)
    assert after.audit_key is not None
    assert after == load_keyring(file)
    assert (after.encryption, after.index_key) == (before.encryption, before.index_key)
    assert file.stat().st_mode & 0o777 == 0o600


def _audit_key(file: Path) -> bytes | None:
    return load_keyring(file).audit_key


@pytest.mark.parametrize("exists", [True, False])
def test_processes_that_start_at_once_agree_on_the_keys(tmp_path: Path, exists: bool) -> None:
    file = tmp_path / "klucze.json"
    if exists:
        older(file)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_audit_key, [file] * 8, chunksize=1))) == 1


def test_a_running_server_follows_a_rotation(tmp_path: Path) -> None:
    file = tmp_path / "klucze.json"
    old = load_keyring(file).encrypt("x", purpose="t.c")
    assert add_encryption_key(file).newest == 2
    assert load_keyring(file).newest == 2
    assert load_keyring(file).decrypt(old, purpose="t.c") == "x"
