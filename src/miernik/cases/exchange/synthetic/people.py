"""Persons who do not exist: names made of parts, birth dates, and numbers nobody can have.

A PESEL number carries the century of birth in its month. The numbers given here say 2200-2299
(month + 60), so no living person has one; day, year within the century, sex and check digit are
right, and every program reads them as well-formed.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

_WOMEN = """Ada Agata Aldona Alicja Alina Anna Barbara Beata Bożena Celina Danuta Dorota Edyta
Elwira Ewa Grażyna Halina Helena Ilona Irena Iwona Jadwiga Janina Joanna Jolanta Julia Kamila
Karolina Krystyna Lena Lidia Lucyna Magdalena Maria Marta Monika Natalia Nina Oliwia Patrycja
Regina Renata Sylwia Teresa Urszula Wanda Weronika Wiktoria Zofia Zuzanna""".split()
_MEN = """Adam Aleksander Andrzej Antoni Artur Bartosz Bogdan Cezary Dariusz Dawid Edward Emil Filip
Franciszek Grzegorz Henryk Hubert Igor Ireneusz Jacek Jakub Jan Janusz Jerzy Józef Kacper Kamil
Karol Krzysztof Leszek Łukasz Maciej Marcin Marek Mateusz Michał Mirosław Oskar Patryk Paweł Piotr
Rafał Robert Roman Ryszard Sebastian Stanisław Szymon Tadeusz Tomasz Wiktor Wojciech
Zbigniew""".split()
#: Surnames are put together from a plant or a bird and an ending; they end in a or i by sex.
_STEMS = """Brzoz Sosn Wierzb Lip Olsz Jarzęb Leszczyn Kalin Malin Jagod Borów Żurawin Sikor Wróbl
Dzięciol Zięb Szpak Kruk Bocian Czapl Jaskół Skowron Perkoz Kawk Świerk Jałow Wrzos Macierz Rumian
Szałwi""".split()
_ENDINGS = "owieck inieck arzewsk ewick ozielsk opolsk anieck omirsk".split()
_STREETS = """Zmyślona Przykładowa Pokazowa Umowna Próbna Wymyślona Papierowa Rachunkowa Wskaźnikowa
Tabelaryczna""".split()

_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_CENTURY = 60


@dataclass(slots=True)
class Numbers:
    """PESEL numbers, each given once; the same person's facts in the same order, the same ones."""

    _given: dict[str, int] = field(default_factory=dict)

    def next(self, born: dt.date, *, woman: bool) -> str:
        """Return the next well-formed number that nobody can have.

        There are 5 000 of them for each sex, day and year within a century.
        """
        date = f"{born.year % 100:02}{born.month + _CENTURY:02}{born.day:02}"
        count = self._given.get(date, 0)
        self._given[date] = count + 1
        ten = f"{date}{(2 * count + (not woman)) % 10_000:04}"
        rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, ten, strict=True)) % 10
        return f"{ten}{(10 - rest) % 10}"


def born_on(year: int, rng: random.Random) -> dt.date:
    """A day of ``year``; never 29 February, which the year 2200 of a number does not have."""
    day = dt.date(year, 1, 1) + dt.timedelta(rng.randrange(365))
    return day.replace(day=28) if (day.month, day.day) == (2, 29) else day


def first_name(rng: random.Random, *, woman: bool) -> str:
    """A common first name."""
    return rng.choice(_WOMEN if woman else _MEN)


def surname(rng: random.Random) -> str:
    """A surname without its last letter, which ``gendered`` adds."""
    return rng.choice(_STEMS) + rng.choice(_ENDINGS)


def gendered(stem: str, *, woman: bool) -> str:
    """The surname of a woman or of a man."""
    return stem + ("a" if woman else "i")


def address(rng: random.Random) -> str:
    """An address in a street that no city has."""
    return f"ul. {rng.choice(_STREETS)} {rng.randrange(1, 120)}/{rng.randrange(1, 60)}"
