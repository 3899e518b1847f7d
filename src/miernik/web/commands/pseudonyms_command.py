"""``miernik pseudonyms``: distinct persons over institutions without knowing who they are.

Needs neither a database nor settings: ``make`` runs on the institution's own computer.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miernik.kernel.disclosure import DEFAULT_THRESHOLD, SIGN
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.commands.setup import say

if TYPE_CHECKING:
    from miernik.collection.pseudonyms.file import PseudonymFile
    from miernik.collection.pseudonyms.identifiers import PersonList
    from miernik.collection.pseudonyms.sketches import Combined, Estimate

SHOWN_FAULTS = 50
_OWNER_ONLY = 0o600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="CZYNNOŚĆ")
    key = actions.add_parser("key", help="nowy klucz na rok (inspektor ochrony danych)")
    key.add_argument("--year", type=int, required=True, metavar="ROK", help="rok sprawozdania")
    key.add_argument("--area", required=True, metavar="NAZWA", help="obszar liczenia, np. miasto")
    key.add_argument("--out", metavar="PLIK", help="plik klucza; bez niego klucz idzie na ekran")
    make = actions.add_parser("make", help="lista PESEL → pseudonimy (w instytucji)")
    make.add_argument("list", metavar="LISTA", help="plik TXT, CSV lub XLSX z numerami PESEL")
    make.add_argument("--key", required=True, metavar="PLIK", help="plik klucza od inspektora")
    make.add_argument("--year", type=int, required=True, metavar="ROK", help="rok sprawozdania")
    make.add_argument("--indicator", required=True, metavar="ZNAK", help="wskaźnik, z formularza")
    make.add_argument("--institution", required=True, metavar="NAZWA", help="czyja to lista")
    make.add_argument("--out", required=True, metavar="PLIK", help="plik pseudonimów")
    make.add_argument("--column", default="", metavar="NAZWA", help="kolumna z numerami PESEL")
    make.add_argument(
        "--area", default="", metavar="NAZWA", help="obszar, gdy klucz jest bez pliku"
    )
    make.add_argument(
        "--without-pesel", type=int, default=0, metavar="N", help="ile osób nie ma numeru PESEL"
    )
    count = actions.add_parser("count", help="różne osoby w plikach pseudonimów (w urzędzie)")
    count.add_argument("files", nargs="+", metavar="PLIK", help="pliki pseudonimów")
    count.add_argument("--json", choices=("-",), metavar="-", help="wynik jako JSON na ekran")
    sketch = actions.add_parser("sketch", help="szkic dla innych miast")
    sketch.add_argument("files", nargs="+", metavar="PLIK", help="pliki pseudonimów")
    sketch.add_argument("--city", required=True, metavar="NAZWA", help="czyj to szkic")
    sketch.add_argument("--out", required=True, metavar="PLIK", help="plik szkicu")
    sketch.add_argument("--exact", action="store_true", help="pozwól na szkic, który jest listą")
    combine = actions.add_parser("combine", help="różne osoby w kilku miastach, ze szkiców")
    combine.add_argument("files", nargs="+", metavar="SZKIC", help="pliki szkiców")
    combine.add_argument("--json", choices=("-",), metavar="-", help="wynik jako JSON na ekran")


def run(arguments: argparse.Namespace) -> int:
    """Run one action and return its exit status: 1 when a list was read and has faults."""
    actions = {
        "key": _key, "make": _make, "count": _count, "sketch": _sketch, "combine": _combine,
    }  # fmt: skip
    return actions[arguments.action](arguments)


def _key(arguments: argparse.Namespace) -> int:
    from miernik.collection.pseudonyms.key import new_key
    from miernik.collection.pseudonyms.key_text import key_text

    key = new_key(year=arguments.year, area=arguments.area)
    if arguments.out is None:
        sys.stdout.write(key_text(key))
        return 0
    _write(Path(arguments.out), key_text(key), replace=False)
    say(f"Klucz na rok {key.year} zapisano w {arguments.out}; czyta go tylko właściciel pliku.")
    say(f"Odcisk klucza, do wpisania w kampanii: {key.fingerprint}")
    say("Przekaż klucz instytucjom. Urząd, który liczy osoby, nie może go mieć.")
    return 0


def _make(arguments: argparse.Namespace) -> int:
    from miernik.collection.pseudonyms.errors import ListError
    from miernik.collection.pseudonyms.file import MAX_PSEUDONYMS, file_text, make_file, parse_file
    from miernik.collection.pseudonyms.identifiers import read_numbers
    from miernik.collection.pseudonyms.key_text import parse_key
    from miernik.collection.pseudonyms.lists import read_list

    if not 0 <= arguments.without_pesel <= MAX_PSEUDONYMS:
        raise ListError("Liczba osób bez numeru PESEL nie może być ujemna ani tak wielka.")
    key_file = Path(arguments.key)
    text = key_file.read_text(encoding="utf-8-sig", errors="replace")
    key = parse_key(text, year=arguments.year, area=arguments.area)
    if os.name == "posix" and key_file.stat().st_mode & 0o077:
        advice = f"Odbierz im dostęp: chmod 600 {key_file}"
        print(f"Uwaga: plik klucza mogą czytać inni na tym komputerze. {advice}", file=sys.stderr)
    people = read_numbers(read_list(Path(arguments.list).read_bytes(), column=arguments.column))
    if people.faults:
        return _say_faults(people)
    file = make_file(
        people.numbers,
        key=key,
        indicator=arguments.indicator,
        institution=arguments.institution,
        without_pesel=arguments.without_pesel,
    )
    written = file_text(file)
    parse_file(written.encode())  # what is handed over must be what the desk accepts
    _write(Path(arguments.out), written)
    say(f"{_people(len(people.numbers))}. Pseudonimy zapisano w {arguments.out}.")
    if people.repeated:
        rows = plural(
            people.repeated, "wiersz powtarzał", "wiersze powtarzały", "wierszy powtarzało"
        )
        say(f"{print_number(people.repeated)} {rows} osobę z listy; policzono ją raz.")
    if people.mended:
        numbers = plural(people.mended, "numeru", "numerów", "numerów")
        say(f"Do {print_number(people.mended)} {numbers} dopisano zero zgubione przez arkusz.")
    if arguments.without_pesel:
        say(f"Bez numeru PESEL: {_people(arguments.without_pesel)}.")
    say(f"Odcisk klucza: {file.key}. Plik traktuj jak dane osobowe; listy i klucza nie wysyłaj.")
    return 0


def _say_faults(people: PersonList) -> int:
    number = len(people.faults)
    print(f"Błędy na liście: {print_number(number)}. Pliku nie zapisano.", file=sys.stderr)
    for fault in people.faults[:SHOWN_FAULTS]:
        print(f"  {fault.sentence}", file=sys.stderr)
    if number > SHOWN_FAULTS:
        print(f"  … i {print_number(number - SHOWN_FAULTS)} więcej.", file=sys.stderr)
    return 1


def _count(arguments: argparse.Namespace) -> int:
    from miernik.collection.pseudonyms.counting import count_files
    from miernik.collection.pseudonyms.protection import protected
    from miernik.collection.pseudonyms.wording import shown_json, shown_lines

    files = _files(arguments.files)
    shown = protected(count_files(files), threshold=_threshold())
    if arguments.json:
        _say_json(shown_json(shown, files[0]))
        return 0
    for line in shown_lines(shown):
        say(line)
    return 0


def _sketch(arguments: argparse.Namespace) -> int:
    from miernik.collection.pseudonyms.counting import comparable_files
    from miernik.collection.pseudonyms.sketches import make_sketch, sketch_text

    files = _files(arguments.files)
    comparable_files(files)
    values = {value for file in files for value in file.values}
    sketch = make_sketch(
        values,
        city=arguments.city,
        year=files[0].year,
        area=files[0].area,
        indicator=files[0].indicator,
        key=files[0].key,
        exact_allowed=arguments.exact,
    )
    _write(Path(arguments.out), sketch_text(sketch))
    say(f"Szkic zapisano w {arguments.out}.")
    if sketch.exact:
        say("Uwaga: to pełna lista pseudonimów. Traktuj ją jak dane osobowe.")
    return 0


def _combine(arguments: argparse.Namespace) -> int:
    from miernik.collection.pseudonyms.sketches import combine, parse_sketch

    sketches = [parse_sketch(Path(name).read_bytes()) for name in arguments.files]
    found = combine(sketches, threshold=_threshold())
    if arguments.json:
        _say_json(_combined_json(found))
        return 0
    for city, estimate in zip(found.cities, found.each, strict=True):
        say(f"{city}: {_told(estimate)}")
    say(f"Razem, każdą osobę licząc raz: {_told(found.together)}")
    if found.both is not None:
        say(f"W obu miastach: {found.both.sentence}")
        for city, estimate in zip(found.cities, found.only, strict=True):
            say(f"Tylko {city}: {estimate.sentence}")
    if found.exact_cities:
        cities = ", ".join(found.exact_cities)
        say(f"Uwaga: szkic jest pełną listą pseudonimów ({cities}). Usuń go po policzeniu.")
    return 0


def _told(estimate: Estimate | None) -> str:
    return SIGN if estimate is None else estimate.sentence


def _combined_json(found: Combined) -> dict[str, Any]:
    return {
        "cities": [
            {"city": city} | _estimate_json(estimate)
            for city, estimate in zip(found.cities, found.each, strict=True)
        ],
        "together": _estimate_json(found.together),
        "both": _estimate_json(found.both),
        "only": [_estimate_json(estimate) for estimate in found.only],
        "exact_cities": list(found.exact_cities),
        "threshold": _threshold(),
    }


def _estimate_json(estimate: Estimate | None) -> dict[str, Any]:
    if estimate is None:
        return {"persons": None}
    return {
        "persons": estimate.persons,
        "least": estimate.least,
        "most": estimate.most,
        "exact": estimate.exact,
    }


def _files(names: Sequence[str]) -> list[PseudonymFile]:
    from miernik.collection.pseudonyms.errors import PseudonymFileError
    from miernik.collection.pseudonyms.file import MAX_FILE, parse_file

    files = []
    for name in names:
        with Path(name).open("rb") as stream:
            content = stream.read(MAX_FILE + 1)
        try:
            files.append(parse_file(content))
        except PseudonymFileError as error:
            raise PseudonymFileError(f"„{name}”: {error}") from error
    return files


def _write(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file that only its owner reads; without ``replace`` an existing one is refused."""
    flags = os.O_CREAT | os.O_WRONLY | (os.O_TRUNC if replace else os.O_EXCL)
    try:
        descriptor = os.open(path, flags, _OWNER_ONLY)
    except FileExistsError as error:
        from miernik.collection.pseudonyms.errors import KeyTextError

        raise KeyTextError(
            f"Plik {path} już jest; klucza się nie nadpisuje. Podaj inny."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        if os.name == "posix":
            os.fchmod(target.fileno(), _OWNER_ONLY)
        target.write(text)


def _threshold() -> int:
    return int(os.environ.get("MIERNIK_DISCLOSURE_THRESHOLD") or DEFAULT_THRESHOLD)


def _people(number: int) -> str:
    return f"{print_number(number)} {plural(number, 'osoba', 'osoby', 'osób')}"


def _say_json(plain: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=1) + "\n")
