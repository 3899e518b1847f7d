"""``miernik users``: accounts for the office."""

from __future__ import annotations

import argparse
import getpass
import sys

from miernik.web.commands.setup import operator, prepare_database, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    actions.add_parser("list", help="pokaż konta i role")
    add = actions.add_parser("add", help="załóż konto (hasło: pytanie albo standardowe wejście)")
    add.add_argument("login", metavar="LOGIN")
    add.add_argument(
        "--role",
        action="append",
        default=[],
        choices=("coordinator", "director", "reporter", "reader"),
        help="rola; można podać kilka razy",
    )
    password = actions.add_parser("password", help="ustaw nowe hasło")
    password.add_argument("login", metavar="LOGIN")


def run(arguments: argparse.Namespace) -> int:
    """Do one action."""
    prepare_database()
    actions = {"list": _list, "add": _add, "password": _password}
    actions[arguments.action](arguments)
    return 0


def _list(_arguments: argparse.Namespace) -> None:
    from miernik.accounts.models import Role, User

    users = User.objects.order_by("username").prefetch_related("memberships")
    for user in users:
        roles = ", ".join(Role(item.role).label for item in user.memberships.all())
        say(f"{user.username}: {roles or 'bez roli'}" + ("" if user.is_active else " (wyłączone)"))
    if not users:
        say("Nie ma jeszcze żadnego konta. Załóż je: miernik users add LOGIN --role coordinator")


def _add(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from miernik.accounts.models import Role
    from miernik.accounts.services import create_user, grant_role

    by, at = operator(), timezone.now()
    user = create_user(username=arguments.login, password=_asked(), by=by, at=at)
    for role in arguments.role:
        grant_role(user=user, role=Role(role), by=by, at=at)
    say(f"Założono konto {user.username}.")


def _password(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from miernik.accounts.services import set_password

    set_password(username=arguments.login, password=_asked(), by=operator(), at=timezone.now())
    say(f"Zmieniono hasło konta {arguments.login}.")


def _asked() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Hasło (co najmniej 12 znaków): ")
    return sys.stdin.readline().rstrip("\n")
