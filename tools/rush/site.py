"""A server process of the site with a database of its own, that may be killed at any moment."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
#: The page that holds nothing, to compare with and to wait for.
EMPTY = "/pusto/"
_READY_SECONDS = 90
_STOP_SECONDS = 20
_OURS = ("MIERNIK_HTTPS", "MIERNIK_DEBUG", "MIERNIK_HOSTS", "MIERNIK_DATABASE_URL")


class SiteError(RuntimeError):
    """The server, or a program beside it, did not do its work; its last lines say why."""


@dataclass
class Site:
    """``miernik serve`` on a free port; its data lie in ``folder``, or in a fresh database of the
    PostgreSQL at ``postgres`` (an address of any database there), dropped at the end."""

    folder: Path
    postgres: str | None = None
    workers: int = 2
    port: int = 0
    _server: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _database: str = field(default="", init=False)

    def __enter__(self) -> Site:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.postgres is not None:
            self._database = f"rush_{secrets.token_hex(6)}"
            self._in_postgres(f'CREATE DATABASE "{self._database}"')
        if not self.port:
            with socket.socket() as probe:
                probe.bind((HOST, 0))
                self.port = probe.getsockname()[1]
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()
        if self._database:
            self._in_postgres(f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')

    def populate(self, institutions: int, indicators: int) -> dict[str, Any]:
        """Fill the fresh database; see ``tools.rush.population``."""
        made: dict[str, Any] = self.run(
            "tools.rush.population",
            f"--institutions={institutions}",
            f"--indicators={indicators}",
        )
        return made

    def store(self) -> dict[str, Any]:
        """Return what the database holds; see ``tools.rush.store``."""
        held: dict[str, Any] = self.run("tools.rush.store")
        return held

    def run(self, module: str, *arguments: str) -> Any:
        """Run a module on the site's data; return the JSON it prints."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SiteError(f"{module}: {done.stderr[-2000:]}")
        return json.loads(done.stdout)

    def start(self) -> None:
        """Start the server and wait until it answers. Raises SiteError with its last words."""
        log = self.folder / "server.log"
        with log.open("ab") as output:
            self._server = subprocess.Popen(
                [
                    sys.executable, "-m", "miernik", "serve",
                    "--port", str(self.port), "--workers", str(self.workers),
                ],
                cwd=ROOT,
                env=self._environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a process group of its own: killed together, alone
            )  # fmt: skip
        until = time.monotonic() + _READY_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > until:
                self.kill()
                raise SiteError(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            time.sleep(0.1)

    def kill(self) -> None:
        """End the server and its workers at once, as a lost machine would: no last words."""
        if self._server is not None:
            self._signal(signal.SIGKILL)
            self._server.wait()
            self._server = None

    def stop(self) -> None:
        """End the server in an orderly way."""
        if self._server is None:
            return
        self._server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._server.wait(_STOP_SECONDS)
        self.kill()

    def _signal(self, number: signal.Signals) -> None:
        assert self._server is not None
        try:
            os.killpg(self._server.pid, number)
        except ProcessLookupError:
            return

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", EMPTY)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _environment(self) -> dict[str, str]:
        found = {name: value for name, value in os.environ.items() if name not in _OURS}
        found |= {
            "MIERNIK_HOME": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "tools.rush.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        if self.postgres is not None:
            found["MIERNIK_DATABASE_URL"] = self._address()
        return found

    def _address(self) -> str:
        assert self.postgres is not None
        return f"{self.postgres.rpartition('/')[0]}/{self._database}"

    def _in_postgres(self, statement: str) -> None:
        import psycopg

        assert self.postgres is not None
        with psycopg.connect(self.postgres, autocommit=True) as connection:
            connection.execute(statement.encode())
