"""The file that keeps an installation's keys: made once, written whole, read by its owner only."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from miernik.kernel.errors import MiernikError
from miernik.kernel.keys import Keyring, new_keyring


class KeyFileError(MiernikError):
    """The file of keys cannot be used; the message is one Polish sentence."""


def load_keyring(file: Path) -> Keyring:
    """Read the keys from ``file``, made on first use and readable by its owner only.

    A file that changed on disk is read again, so a running server follows a rotation. Raises
    KeyFileError for a file that others may read or that is damaged.
    """
    try:
        seen = file.stat()
    except FileNotFoundError:
        _update(file, lambda ring: ring or new_keyring())
        seen = file.stat()
    ring = _read(file, seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_mode)
    if ring.audit_key is None:
        _update(file, lambda stored: (stored or new_keyring()).with_audit_key())
        return load_keyring(file)
    return ring


def add_encryption_key(file: Path) -> Keyring:
    """Add a key that encrypts from now on; the older ones stay, since older backups need them."""
    load_keyring(file)
    _update(file, lambda stored: (stored or new_keyring()).with_new_encryption_key())
    return load_keyring(file)


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int, _size: int, _inode: int, mode: int) -> Keyring:
    """Parse the file; the further arguments make a changed file another one to the cache."""
    if mode & stat.S_IRWXO:
        raise KeyFileError(
            f"Plik kluczy {file} może otworzyć każdy użytkownik tego komputera. "
            f"Odbierz im dostęp poleceniem „chmod 600 {file}” i uruchom program jeszcze raz."
        )
    try:
        return _parsed(json.loads(file.read_text(encoding="ascii")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileError(
            f"Plik kluczy {file} jest uszkodzony. Przywróć go z kopii; nie usuwaj go, bo program "
            "założyłby nowe klucze, którymi dotychczasowych danych nie da się odczytać."
        ) from error


def _parsed(stored: dict[str, Any]) -> Keyring:
    keys = {int(number): _key(key) for number, key in stored["encryption"].items()}
    if not keys:
        raise ValueError("no encryption key")
    audit = _key(stored["audit"]) if "audit" in stored else None
    return Keyring(keys, _key(stored["index"]), audit)


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != 32:  # AES-256
        raise ValueError("a key of another length")
    return key


def _update(file: Path, change: Callable[[Keyring | None], Keyring]) -> None:
    """Replace the file by what ``change`` makes of it, one process at a time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file):
        stored = None
        if file.exists():
            seen = file.stat()
            stored = _read(file, seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_mode)
        wanted = change(stored)
        if wanted != stored:
            _write(file, wanted)


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    descriptor = os.open(file.with_name(f".{file.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(file: Path, ring: Keyring) -> None:
    """Write the keys so that a power cut leaves the old file or the new one, never a half."""
    content: dict[str, Any] = {
        "encryption": {str(n): base64.b64encode(k).decode() for n, k in ring.encryption.items()},
        "index": base64.b64encode(ring.index_key).decode(),
    }
    if ring.audit_key is not None:
        content["audit"] = base64.b64encode(ring.audit_key).decode()
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o600
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as target:
            json.dump(content, target)
            target.flush()
            os.fchmod(target.fileno(), mode)
            os.fsync(target.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
