"""Facts read out of a programme's wording: the resolution, dates, acts, tables, criteria."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Any

from miernik.kernel.dates import read_date
from miernik.strategy.models import UnitKind
from miernik.strategy.text.content import PassageContent, Table

K = UnitKind
_NUMBER = re.compile(r"\bN[Rr]\s+([\w/.-]+)")
_DATE = re.compile(r"\d{1,2}\s+[a-ząćęłńóśźż]+\s+\d{4}\s*r(?:\.|oku)", re.IGNORECASE)
_QUOTED = re.compile(r"„([^”]+)”")
_PERIOD = re.compile(r"\blata\s+((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)", re.IGNORECASE)
_PROVISION = re.compile(r"art\.\s*\d+\w*(?:\s+ust\.\s*\d+\w*)?(?:\s+pkt\s*\d+\w*)?")
_ACT = re.compile(
    r"((?:art\.[^()]*?))\s+(?:ustawy)\s+(z dnia [^()]*?)\s*\((Dz\.\s*U\.[^)]*)\)(\d+\))?"
)
_JOURNAL = re.compile(r"Dz\.\s*U\.[^).]*poz\.\s*\d+|Dz\. U\. z \d{4} r\. poz\. \d+")


def title_of(act: PassageContent | None, printed: str) -> str:
    """The title as § 1 of the resolution quotes it; else as printed."""
    for child in act.children if act else []:
        quoted = _QUOTED.search(child.text)
        if child.kind is K.ARTICLE and quoted:
            return quoted[1]
    return printed


def period(title: str) -> dict[str, int] | None:
    """The years of the title."""
    found = _PERIOD.search(title)
    return {"start": int(found[1]), "end": int(found[2])} if found else None


def municipality(body: str) -> str:
    """The city of "Rada Miasta Białystok"; "" when the body does not name it."""
    found = re.match(r"Rada (?:Miasta|Miejska(?: w)?|Gminy)\s+(.+)", body)
    return found[1] if found else ""


def resolution(act: PassageContent, annex: str) -> dict[str, Any]:
    """The resolution in front of a programme."""
    texts = [child.text for child in act.children if child.kind is K.PARAGRAPH]
    dated = next((text for text in texts if text.startswith("z dnia")), "")
    date = _DATE.search(dated)
    clause = next((text for text in texts if text.startswith("Na podstawie")), "")
    articles = [child for child in act.children if child.kind is K.ARTICLE]
    footnotes = [
        {"no": child.printed_label, "text": child.text}
        for child in act.children
        if child.kind is K.FOOTNOTE
    ]
    number = _NUMBER.search(act.text)
    body = _body(act.text, annex)
    return {
        "number": number[1] if number else None,
        "printed": f"{act.text} {dated}".strip(),
        "body": body,
        "date": _iso(date[0]) if date else None,
        "date_raw": date[0] if date else None,
        "subject": next((text for text in texts if text.startswith("w sprawie")), None),
        "enacting_clause": clause,
        "legal_bases": _bases(clause, footnotes),
        "articles": [{"no": child.printed_label, "text": child.text} for child in articles],
        "executor": _executor(articles),
        "in_force_from": in_force_from(articles),
        "signed_by": _signature(texts),
        "footnotes": footnotes,
    }


def legal_basis(text: str) -> dict[str, Any]:
    """One act of the list „Podstawa prawna”."""
    kind = text.split(maxsplit=1)[0].casefold() if text.split() else ""
    date = _DATE.search(text)
    journal = re.search(r"\((Dz\.[^)]*)\)", text)
    found: dict[str, Any] = {"text": text, "kind": kind}
    if kind != "ustawa":
        number = _NUMBER.search(text)
        found["number"] = number[1] if number else None
    found["date"] = _iso(date[0]) if date else None
    found["publication"] = journal[1] if journal else None
    return found


def diagnosis(chapter: PassageContent) -> dict[str, Any]:
    """The diagnosis: paragraphs, figures, income criteria and tables."""
    children = chapter.children
    tables = [at for at, child in enumerate(children) if child.kind is K.TABLE]
    first = tables[0] if tables else len(children)
    second = tables[1] if len(tables) > 1 else len(children)
    intro = next(
        (at for at, c in enumerate(children) if "kryterium dochodow" in c.text.casefold()), None
    )
    between = children[first + 1 : intro if intro is not None else second]
    text = " ".join(child.text for child in children)
    closing = [c.text for c in children[second + 1 :] if c.kind is K.PARAGRAPH]
    return {
        "paragraphs": [c.text for c in children[:first] if c.kind is K.PARAGRAPH],
        "population": _population(text),
        "share_in_need": _share(text),
        "table_1": _table_1(children[first]) if tables else None,
        "paragraphs_after_table_1": [c.text for c in between if c.kind is K.PARAGRAPH],
        "income_criteria": _criteria(children, intro) if intro is not None else None,
        "table_2": _table_2(children[second]) if len(tables) > 1 else None,
        "conclusion": "\n".join(closing) or None,
    }


def _population(text: str) -> dict[str, Any] | None:
    found = re.search(
        r"(\d{1,2}\.\d{1,2}\.\d{4}) r\. .{0,60}?liczył\w* (\d[\d ]*\d) mieszkańców", text
    )
    if not found:
        return None
    day = dt.datetime.strptime(found[1], "%d.%m.%Y").date()  # noqa: DTZ007  # a date alone
    return {"date": day.isoformat(), "value": _whole(found[2]), "raw": found[2]}


def _share(text: str) -> dict[str, Any] | None:
    found = re.search(r"\(((?:około|ok\.)\s*(\d+(?:,\d+)?)%)\)", text)
    if not found:
        return None
    return {"percent": float(found[2].replace(",", ".")), "raw": found[1]}


def _criteria(children: list[PassageContent], at: int) -> dict[str, Any]:
    intro = children[at].text
    items = []
    condition = None
    for child in children[at + 1 :]:
        if child.kind is not K.INDENT:
            break
        amount = re.search(r"(\d[\d ]*) zł", child.text)
        items.append(
            {
                "group": _group(child.text),
                "amount_pln": _whole(amount[1]) if amount else None,
                "text": child.text,
            }
        )
        found = re.search(r"(przy jednoczesnym .*?)\.?$", child.text)
        condition = found[1] if found else condition
    kind = re.search(r"\((netto|brutto)\)", intro)
    return {
        "intro": intro,
        "items": items,
        "income_kind": kind[1] if kind else None,
        "additional_condition": condition,
    }


def _group(text: str) -> str:
    """Whom a criterion is for, in the nominative."""
    if "osoby samotnie gospodarującej" in text:
        return "osoba samotnie gospodarująca"
    if re.search(r"osobę w rodzinie|osoby w rodzinie", text):
        return "osoba w rodzinie"
    return re.split(r"\s[-–]\s", text)[0]


def _table_1(unit: PassageContent) -> dict[str, Any]:
    table = unit.table or Table(columns=[], rows=[], note="")
    names = [_column_name(column) for column in table["columns"]]
    rows = []
    for row in table["rows"]:
        found = {
            name: _number(cell) for name, cell in zip(names, row, strict=False) if name is not None
        }
        rows.append({**found, "raw": row})
    return {
        **_table_head(unit),
        "columns": table["columns"],
        "column_numbers": [str(number) for number in range(1, len(table["columns"]) + 1)],
        "rows": rows,
        "footnote": table["note"] or None,
    }


_COLUMNS = (
    (r"^rok\b", "year"),
    (r"liczba mieszkańców", "inhabitants"),
    (r"przyznano", "persons_granted"),
    (r"osób w rodzin", "persons_in_families"),
    (r"liczba rodzin", "families"),
    (r"wskaźnik|%", "percent_of_inhabitants"),
)


def _column_name(column: str) -> str | None:
    return next((name for pattern, name in _COLUMNS if re.search(pattern, column.casefold())), None)


def _table_2(unit: PassageContent) -> dict[str, Any]:
    table = unit.table or Table(columns=[], rows=[], note="")
    rows: list[dict[str, Any]] = []
    for cells in table["rows"]:
        label, name, *numbers = [*cells, "", ""] if len(cells) < 2 else cells
        figures = dict(zip(("families", "persons"), map(_number, numbers), strict=False))
        if label:
            rows.append({"lp": _number(label.rstrip(".")), "name": name, **figures, "of_which": []})
        elif rows:
            plain = re.sub(r"^w tym:?\s*", "", name)
            rows[-1]["of_which"].append({"name": plain, **figures})
    year = re.fullmatch(r"(?:19|20)\d\d", table["note"])
    return {
        **_table_head(unit),
        "year": int(year[0]) if year else None,
        "columns": table["columns"],
        "rows": rows,
    }


def _table_head(unit: PassageContent) -> dict[str, Any]:
    found = re.match(r"Tabela\s+(?:Nr\s+)?(\d+)\.?\s*(.*)", unit.text)
    return {"no": int(found[1]) if found else None, "title": found[2] if found else unit.text}


def _bases(clause: str, footnotes: list[dict[str, str]]) -> list[dict[str, Any]]:
    notes = {note["no"]: note["text"] for note in footnotes}
    found = []
    for match in _ACT.finditer(clause):
        act = f"ustawa {match[2]}"
        date = _DATE.search(act)
        journal = _JOURNAL.search(notes.get(match[4] or "", ""))
        found.append(
            {
                "act": act,
                "act_date": _iso(date[0]) if date else None,
                "provisions": [item[0] for item in _PROVISION.finditer(match[1])],
                "publication": match[3],
                "amended_by": journal[0] if journal else None,
            }
        )
    return found


def _body(heading: str, annex: str) -> str:
    """The council, as the annex writes it; else from the heading in capitals."""
    found = re.search(r"\b(Rady\s+(?:Miasta|Miejskiej|Gminy)\s+.+?)(?=\s+z dnia|$)", annex)
    if found:
        return re.sub(r"^Rady", "Rada", found[1]).replace("Miejskiej", "Miejska")
    printed = re.search(r"RADY\s+(MIASTA|MIEJSKIEJ|GMINY)\s+(.+)", heading)
    if not printed:
        return ""
    kind = {"MIASTA": "Miasta", "MIEJSKIEJ": "Miejska", "GMINY": "Gminy"}[printed[1]]
    return f"Rada {kind} {printed[2].title()}"


def _executor(articles: list[PassageContent]) -> str | None:
    for article in articles:
        found = re.search(r"powierza się (\w+?)owi (.+?)\.?$", article.text)
        if found:
            return f"{found[1]} {found[2]}"
    return None


def in_force_from(articles: list[PassageContent]) -> str | None:
    """The ISO day an article names as that of entry into force; None when it names no day."""
    for article in articles:
        found = re.search(r"wchodzi w życie z dniem (.+?)\.?$", article.text)
        if found:
            return _iso(found[1])
    return None


def _signature(texts: list[str]) -> dict[str, str] | None:
    for role, name in pairwise(texts):
        if role.isupper() and "RADY" in role and not role.startswith("UCHWA"):
            return {"role": role, "name": name}
    return None


def _iso(text: str) -> str | None:
    found = read_date(text)
    return found.isoformat() if found else None


def _whole(text: str) -> int:
    return int(text.replace(" ", ""))


def _number(text: str) -> int | float | None:
    """The number of a cell; None for words, as where a table was cut wrongly."""
    plain = text.replace(" ", "").rstrip("%*")
    if not re.fullmatch(r"\d+(?:,\d+)?", plain):
        return None
    return float(plain.replace(",", ".")) if "," in plain else int(plain)
