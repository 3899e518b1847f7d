"""A small SMTP server on this machine that keeps what it gets and can be told to misbehave."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class SmtpServer(socketserver.ThreadingTCPServer):
    """``refused`` recipients get 550, ``deferred`` 451; ``hang_up_after`` messages it goes away."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.deferred: set[str] = set()
        self.hang_up_after: int | None = None
        self.connections = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def recipients(self) -> list[str]:
        """Addresses of the kept messages, in order."""
        return [str(message["To"]) for message in self.received]


class _Handler(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.connections += 1
        self._say("220 test")
        while line := self.rfile.readline():
            verb = line.decode().strip().upper()
            if verb.startswith(("EHLO", "HELO")):
                self._say("250 test")
            elif verb.startswith("RCPT"):
                self._say(self._recipient(line.decode()))
            elif verb == "DATA":
                if self.server.hang_up_after == len(self.server.received):
                    self.server.hang_up_after = None
                    return
                self._say("354 go on")
                self._keep()
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _recipient(self, line: str) -> str:
        address = line.partition("<")[2].partition(">")[0]
        if address in self.server.refused:
            return "550 no such mailbox"
        return "451 try later" if address in self.server.deferred else "250 ok"

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.received.append(message)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """A running server, stopped at the end."""
    with SmtpServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
