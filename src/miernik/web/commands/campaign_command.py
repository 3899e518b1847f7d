"""``miernik campaign``: the yearly collection from the command line."""

from __future__ import annotations

import argparse

from miernik.web.commands.setup import prepare_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CO")
    actions.add_parser("list", help="pokaż kampanie")
    create = actions.add_parser("create", help="przygotuj kampanię ze zwykłym kalendarzem")
    create.add_argument("year", type=int, metavar="ROK", help="rok danych")
    create.add_argument("--works", nargs="+", required=True, metavar="KOD", help="strategie")
    create.add_argument("--from", type=int, dest="source", metavar="ROK", help="jak w roku")
    create.add_argument("--title", default="", metavar="NAZWA", help="nazwa kampanii")
    create.add_argument("--contact", default="", metavar="OSOBA", help="kto odpowiada na pytania")
    create.add_argument("--email", default="", metavar="ADRES", help="adres do pytań i zestawień")
    create.add_argument("--phone", default="", metavar="NUMER", help="telefon do pytań")
    for name, text in (
        ("assign", "przydziel wskaźniki realizatorom zadań"),
        ("open", "otwórz kampanię: instytucje mogą odpowiadać"),
        ("invite", "wyślij zaproszenia tym, którzy ich nie dostali"),
        ("status", "ile przekazano, kto zalega"),
        ("remind", "przypomnij wszystkim, którzy zalegają"),
        ("close", "zamknij kampanię i zapisz wartości"),
        ("approve", "zatwierdź dane za rok (dyrektor)"),
        ("publish", "udostępnij dane w portalu"),
    ):
        actions.add_parser(name, help=text).add_argument("year", type=int, metavar="ROK")
    _options(actions.choices)
    form = actions.add_parser("form", help="formularz instytucji jako plik XLSX")
    form.add_argument("--out", required=True, metavar="PLIK", help="dokąd zapisać")
    link = actions.add_parser("link", help="nowy link do formularza instytucji, na ekran")
    for action in (form, link):
        action.add_argument("institution", metavar="INSTYTUCJA", help="nazwa albo jej część")
        action.add_argument("--year", type=int, metavar="ROK", help="bez tego: otwarta kampania")
    take = actions.add_parser("take", help="wczytaj wypełniony plik XLSX do formularza")
    take.add_argument("file", metavar="PLIK")
    take.add_argument("--dry-run", action="store_true", help="tylko sprawdź, niczego nie zapisuj")
    take.add_argument("--save-only", action="store_true", help="zapisz odpowiedzi, nie przekazuj")


def _options(actions: dict[str, argparse.ArgumentParser]) -> None:
    actions["open"].add_argument("--invite", action="store_true", help="i wyślij zaproszenia")
    for name in ("open", "invite"):
        actions[name].add_argument(
            "--with-sheet", action="store_true", help="dołącz formularz XLSX do zaproszenia"
        )
    actions["remind"].add_argument("--dry-run", action="store_true", help="tylko pokaż, komu")
    actions["close"].add_argument("--yes", action="store_true", help="zamknij naprawdę")
    actions["approve"].add_argument("--by", required=True, metavar="LOGIN", help="konto dyrektora")
    actions["status"].add_argument("--json", choices=("-",), metavar="-", help="jako JSON na ekran")


def run(arguments: argparse.Namespace) -> int:
    """Do one thing to a campaign or to one form of it."""
    prepare_database()
    from miernik.web.commands import campaign_forms, campaign_steps

    acts = campaign_steps.ACTS | campaign_forms.ACTS
    return acts[arguments.action](arguments)
