"""Backup and restore of an embedded installation: SQLite database and files in one zip.

The keys of the register never go in: a copy that opens itself protects nobody. The archive only
says which keys it needs (fingerprints, which lead back to no key) and where the event log ended.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from django.conf import settings

from miernik import __version__
from miernik.kernel.errors import MiernikError
from miernik.kernel.key_file import load_keyring

DATABASE = "database.sqlite3"
HEAD = "audit-head.json"
MANIFEST = "miernik.json"
FORMAT = 1


class ArchiveError(MiernikError):
    """A backup cannot be written or read."""


def write_archive(target: Path) -> int:
    """Write database and files to ``target``, without any key; returns its size in bytes.

    The database is copied with SQLite's own backup, so a running server does no harm. Raises
    ArchiveError when the file exists or the database is not the embedded one.
    """
    database = _database_file()
    if target.exists():
        raise ArchiveError(f"Plik {target} już istnieje. Podaj inną nazwę.")
    manifest = {"format": FORMAT, "miernik": __version__, "keys": _fingerprints()}
    with tempfile.TemporaryDirectory() as folder:
        ended = Path(folder) / HEAD  # before the database: the log may only grow after it
        if Path(settings.AUDIT_HEAD).exists():
            shutil.copyfile(settings.AUDIT_HEAD, ended)
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as made:
            source.backup(made)
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest))
            archive.write(copy, DATABASE)
            if ended.exists():
                archive.write(ended, HEAD)
            files = Path(settings.MEDIA_ROOT)
            for file in sorted(files.rglob("*")) if files.exists() else []:
                if file.is_file() and file.resolve() != Path(settings.REGISTER_KEYS).resolve():
                    archive.write(file, f"files/{file.relative_to(files).as_posix()}")
    return target.stat().st_size


def read_archive(archive_file: Path, *, replace: bool) -> Path | None:
    """Restore ``archive_file``; returns the folder that keeps the data there was before, if any.

    Raises ArchiveError for a file that is no backup, when the keys at hand do not open it, and
    when data are there and ``replace`` is not set; then nothing is touched.
    """
    home = Path(settings.HOME)
    database = _database_file()
    if not zipfile.is_zipfile(archive_file):
        raise ArchiveError(f"Plik {archive_file} nie jest kopią zapisaną przez miernik backup.")
    with zipfile.ZipFile(archive_file) as archive:
        names = set(archive.namelist())
        if not {MANIFEST, DATABASE} <= names or any(_leads_out(name) for name in names):
            raise ArchiveError(f"Plik {archive_file} nie jest kopią zapisaną przez miernik backup.")
        manifest = json.loads(archive.read(MANIFEST))
        if manifest.get("format") != FORMAT:
            raise ArchiveError("Kopia pochodzi z nowszej wersji programu. Zaktualizuj program.")
        _require_keys(manifest.get("keys") or {})
        if database.exists() and not replace:
            raise ArchiveError(
                "W tym folderze są już dane. Aby je zastąpić kopią, dodaj --replace; "
                "dotychczasowe dane zostaną zachowane obok."
            )
        kept = _put_aside(home, database) if database.exists() else None
        with tempfile.TemporaryDirectory(dir=_made(home)) as folder:
            archive.extractall(folder)
            shutil.move(Path(folder) / DATABASE, database)
            if (Path(folder) / HEAD).exists():
                shutil.move(Path(folder) / HEAD, settings.AUDIT_HEAD)
            if (Path(folder) / "files").exists():
                shutil.move(Path(folder) / "files", settings.MEDIA_ROOT)
    return kept


def _fingerprints() -> dict[str, str]:
    keys = Path(settings.REGISTER_KEYS)
    return load_keyring(keys).fingerprints() if keys.exists() else {}


def _require_keys(needed: dict[str, str]) -> None:
    """Raise ArchiveError unless the keys at hand are those the backup was made with.

    More keys than it needs do no harm: a rotation adds them.
    """
    file = settings.REGISTER_KEYS
    if needed and not Path(file).exists():
        raise ArchiveError(
            f"Ta kopia potrzebuje kluczy rejestru, a pliku {file} nie ma. Połóż tam plik "
            "register-keys.json przechowywany osobno i powtórz polecenie."
        )
    if needed and not needed.items() <= _fingerprints().items():
        raise ArchiveError(
            f"Klucze z pliku {file} nie pasują do tej kopii: danych osobowych nie dałoby się "
            "odczytać. Połóż tam plik kluczy z czasu tej kopii i powtórz polecenie."
        )


def _database_file() -> Path:
    config = settings.DATABASES["default"]
    if config["ENGINE"] != "django.db.backends.sqlite3":
        raise ArchiveError(
            "Baza jest na serwerze PostgreSQL: kopię bazy zrób poleceniem pg_dump, "
            "a folder z plikami skopiuj osobno."
        )
    return Path(str(config["NAME"]))


def _leads_out(name: str) -> bool:
    path = Path(name)
    return path.is_absolute() or ".." in path.parts


def _put_aside(home: Path, database: Path) -> Path:
    number = 1
    while (aside := home / f"przed-odtworzeniem-{number}").exists():
        number += 1
    aside.mkdir(parents=True)
    for suffix in ("", "-wal", "-shm"):
        file = database.with_name(database.name + suffix)
        if file.exists():
            shutil.move(file, aside / file.name)
    for path in (Path(settings.MEDIA_ROOT), Path(settings.AUDIT_HEAD)):
        if path.exists():
            shutil.move(path, aside / path.name)
    return aside


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
