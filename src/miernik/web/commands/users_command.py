"""``miernik users``: accounts for the office and their roles, in the city or in one team."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from miernik.kernel.errors import MiernikError
from miernik.web.commands.setup import operator, prepare_database, say

if TYPE_CHECKING:
    from miernik.accounts.models import Institution, Membership, Role

# accounts.models.Role, named here so that --help needs no Django; a test compares the two
ROLES = {
    "coordinator": "koordynator: dokumenty, wartości, statystyki (bez akt)",
    "director": "dyrektor: wydania i decyzje do podpisu",
    "reporter": "sprawozdawca instytucji",
    "reader": "czytelnik wewnętrzny",
    "social_worker": "pracownik socjalny: rodziny własne i swojego zespołu",
    "benefits_clerk": "pracownik świadczeń: rodziny z wnioskiem",
    "blue_card": "dokumenty Niebieskich Kart, obok innej roli",
    "data_protection_officer": "inspektor ochrony danych: dziennik i odczyty akt",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    actions.add_parser("list", help="pokaż konta i role")
    actions.add_parser("roles", help="pokaż, jakie są role")
    add = actions.add_parser("add", help="załóż konto (hasło: pytanie albo standardowe wejście)")
    grant = actions.add_parser("grant", help="nadaj rolę")
    withdraw = actions.add_parser("withdraw", help="odbierz rolę; działa od razu")
    for action in (add, grant, withdraw):
        action.add_argument("login", metavar="LOGIN")
        action.add_argument(
            "--role",
            action="append",
            default=[],
            choices=tuple(ROLES),
            metavar="ROLA",
            required=action is not add,
            help="rola (zobacz: miernik users roles); można podać kilka razy",
        )
        action.add_argument(
            "--team", metavar="ZESPÓŁ", help="tylko w tym zespole lub instytucji (pełna nazwa)"
        )
    for action in (add, grant):
        action.add_argument(
            "--new-team", action="store_true", help="dopisz zespół, jeśli go jeszcze nie ma"
        )
    for name, text in (
        ("password", "ustaw nowe hasło"),
        ("off", "wyłącz konto; działa od razu"),
        ("on", "włącz konto z powrotem"),
    ):
        actions.add_parser(name, help=text).add_argument("login", metavar="LOGIN")


def run(arguments: argparse.Namespace) -> int:
    """Do one action."""
    if arguments.action == "roles":
        for role, text in ROLES.items():
            say(f"{role:24} {text}")
        return 0
    prepare_database()
    actions = {
        "list": _list,
        "add": _add,
        "grant": _grant,
        "withdraw": _withdraw,
        "password": _password,
        "off": _switch,
        "on": _switch,
    }
    actions[arguments.action](arguments)
    return 0


def _list(_arguments: argparse.Namespace) -> None:
    from miernik.accounts.models import User

    users = User.objects.order_by("username").prefetch_related("memberships__institution")
    for user in users:
        roles = ", ".join(_role_words(item) for item in user.memberships.all())
        say(f"{user.username}: {roles or 'bez roli'}" + ("" if user.is_active else " (wyłączone)"))
    if not users:
        say("Nie ma jeszcze żadnego konta. Załóż je: miernik users add LOGIN --role coordinator")


def _role_words(held: Membership) -> str:
    from miernik.accounts.models import Role

    return Role(held.role).label + (f" ({held.institution})" if held.institution else "")


def _add(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from miernik.accounts.services import create_user, grant_role

    by, at = operator(), timezone.now()
    team = _team(arguments)
    user = create_user(username=arguments.login, password=_asked(), by=by, at=at)
    for role in _roles(arguments):
        grant_role(user=user, role=role, institution=team, by=by, at=at)
    say(f"Założono konto {user.username}.")


def _grant(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from miernik.accounts.services import account, grant_role

    user, team = account(arguments.login), _team(arguments)
    for role in _roles(arguments):
        grant_role(user=user, role=role, institution=team, by=operator(), at=timezone.now())
    say(f"Nadano kontu {user.username}: {_words(_roles(arguments), team)}.")


def _withdraw(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from miernik.accounts.services import account, membership, withdraw_role

    user, team = account(arguments.login), _team(arguments)
    for role in _roles(arguments):
        held = membership(user=user, role=role, institution=team)
        withdraw_role(membership=held, by=operator(), at=timezone.now())
    say(f"Odebrano kontu {user.username}: {_words(_roles(arguments), team)}.")


def _password(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from miernik.accounts.services import set_password

    set_password(username=arguments.login, password=_asked(), by=operator(), at=timezone.now())
    say(f"Zmieniono hasło konta {arguments.login}.")


def _switch(arguments: argparse.Namespace) -> None:
    from django.utils import timezone

    from miernik.accounts.services import switch

    on = arguments.action == "on"
    user = switch(username=arguments.login, active=on, by=operator(), at=timezone.now())
    say(f"Konto {user.username} jest {'włączone' if on else 'wyłączone'}.")


def _roles(arguments: argparse.Namespace) -> list[Role]:
    from miernik.accounts.models import Role

    return [Role(role) for role in arguments.role]


def _words(roles: list[Role], team: Institution | None) -> str:
    return ", ".join(role.label for role in roles) + (f" ({team})" if team else "")


class UnknownTeamError(MiernikError):
    """No institution has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Nie ma zespołu ani instytucji „{name}”. Sprawdź nazwę albo dodaj --new-team."
        )


def _team(arguments: argparse.Namespace) -> Institution | None:
    from miernik.accounts.models import Institution, InstitutionKind

    if arguments.team is None:
        return None
    found = Institution.objects.filter(name__iexact=arguments.team.strip()).first()
    if found is None and getattr(arguments, "new_team", False):
        name = arguments.team.strip()
        return Institution.objects.create(name=name, kind=InstitutionKind.CENTRE)
    if found is None:
        raise UnknownTeamError(arguments.team)
    return found


def _asked() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Hasło (co najmniej 12 znaków): ")
    return sys.stdin.readline().rstrip("\n")
