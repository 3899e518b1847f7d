"""A register between its check and its confirmation: sealed on disk, for a day, for one person.

The files hold personal data, so they never lie open: content and outcome are encrypted with the
register's keys. A register with faults is not kept at all, only what was said of it.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from miernik.cases.errors import UnknownFileError
from miernik.cases.exchange.faults import Fault
from miernik.cases.exchange.services import DryRun, TableCounts
from miernik.cases.fields import keyring

_KEPT = dt.timedelta(days=1)
_CONTENT, _SAID = "register.waiting", "register.waiting.said"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A checked register; ``file_name`` as the person called it."""

    identity: uuid.UUID
    system: str
    file_name: str
    by: str
    told: DryRun


def keep(
    *, path: Path, file_name: str, system: str, told: DryRun, by: str, at: dt.datetime
) -> Waiting:
    """Seal a checked file until it is confirmed; what waited longer than a day goes."""
    _sweep(at)
    waiting = Waiting(uuid.uuid4(), system, file_name, by, told)
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not told.faults:
        content = base64.b64encode(path.read_bytes()).decode("ascii")
        _write(folder / f"{waiting.identity}.sealed", content, _CONTENT)
    said = {"system": system, "file_name": file_name, "by": by, "told": asdict(told)}
    _write(folder / f"{waiting.identity}.said", json.dumps(said), _SAID)
    return waiting


def find(identity: uuid.UUID, *, by: str) -> Waiting:
    """Return what waits; raises UnknownFileError for somebody else's, too."""
    file = _folder() / f"{identity}.said"
    if not file.is_file():
        raise UnknownFileError
    said = json.loads(keyring().decrypt(file.read_text(encoding="ascii"), purpose=_SAID))
    if said["by"] != by:
        raise UnknownFileError
    told = said["told"]
    tables = {
        name: TableCounts(**{**counts, "gone_examples": tuple(counts["gone_examples"])})
        for name, counts in told["tables"].items()
    }
    dry_run = DryRun(
        tuple(Fault(**fault) for fault in told["faults"]),
        tuple(told["notes"]),
        tables,
        told["attached"],
        told["without_pesel"],
    )
    return Waiting(identity, said["system"], said["file_name"], by, dry_run)


@contextmanager
def opened(waiting: Waiting) -> Iterator[Path]:
    """The register's file, opened for as long as it is read; raises UnknownFileError."""
    sealed = _folder() / f"{waiting.identity}.sealed"
    if not sealed.is_file():
        raise UnknownFileError
    content = keyring().decrypt(sealed.read_text(encoding="ascii"), purpose=_CONTENT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rejestr{Path(waiting.file_name).suffix[:10]}"
        path.write_bytes(base64.b64decode(content))
        yield path


def discard(waiting: Waiting) -> None:
    """Forget a register that was read or is not wanted."""
    for ending in ("sealed", "said"):
        (_folder() / f"{waiting.identity}.{ending}").unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "register-waiting"


def _write(file: Path, text: str, purpose: str) -> None:
    file.touch(mode=0o600)
    file.write_text(keyring().encrypt(text, purpose=purpose), encoding="ascii")


def _sweep(at: dt.datetime) -> None:
    oldest = (at - _KEPT).timestamp()
    for file in _folder().glob("*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
