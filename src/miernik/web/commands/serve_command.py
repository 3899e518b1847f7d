"""``miernik serve``: the site, on this machine by default."""

from __future__ import annotations

import argparse
import socket

from miernik.web.commands.setup import prepare_database, say

TRIED_PORTS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", metavar="ADRES", help="domyślnie 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, metavar="PORT", help="domyślnie 8000")
    parser.add_argument(
        "--workers", type=int, default=2, metavar="LICZBA", help="liczba procesów, domyślnie 2"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    prepare_database()
    serve(arguments.host, arguments.port, arguments.workers)
    return 0


def serve(host: str, port: int, workers: int) -> None:
    """Serve the site on the first free port from ``port`` on, and say where."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    free = _free_port(host, port)
    if free != port:
        say(f"Port {port} jest zajęty, biorę {free}.")
    say(f"Strona działa: http://{host}:{free}/  (zatrzymanie: Ctrl+C)")
    Granian(
        "miernik.web.wsgi:application",
        address=host,
        port=free,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_level=LogLevels.warning,
    ).serve()


def _free_port(host: str, port: int) -> int:
    for candidate in range(port, port + TRIED_PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return port
