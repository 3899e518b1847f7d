"""The catalogue of translations, without the gettext programs a bare machine does not have.

`check` fails on a text of the source that the English catalogue does not translate, on an entry
that stands nowhere in the source any more, and on a compiled file that is out of date.
`fix` adds and removes entries and compiles; translating stays with people.

Texts in the source are Polish, so the Polish catalogue holds only those that have a plural:
Polish has three forms and the source can name two.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

SOURCE = Path("src/miernik")
LOCALE = SOURCE / "web" / "locale"
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}

# Which arguments of a call are the text, its plural and its context.
CALLS = {
    "gettext": (0, None, None),
    "ngettext": (0, 1, None),
    "pgettext": (1, None, 0),
    "npgettext": (1, 2, 0),
}
STRING = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*((?:u?{STRING}\s*,?\s*)+)")


class Message(NamedTuple):
    text: str
    plural: str
    context: str | None


def _message(function: str, arguments: list[str | None]) -> Message | None:
    name = function.removesuffix("_lazy").removesuffix("_noop")
    positions = CALLS["gettext" if name == "_" else name]
    text, plural, context = (
        arguments[at] if at is not None and at < len(arguments) else None for at in positions
    )
    return Message(text, plural or "", context) if text else None


def _in_python(code: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
        if re.fullmatch(r"(n?p?gettext(_lazy|_noop)?|_)", name):
            arguments = [
                arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None
                for arg in node.args
            ]
            if message := _message(name, arguments):
                yield message


def _in_template(html: str) -> Iterator[Message]:
    # Django's own reading of a template: everything blanked but the calls to gettext.
    for name, arguments in TEMPLATE_CALL.findall(templatize(html)):
        strings = [str(ast.literal_eval(found)) for found in re.findall(STRING, arguments)]
        if message := _message(name, [*strings]):
            yield message


def messages() -> list[Message]:
    """Every text of the source that a user may see in another language, in order of files."""
    found: dict[Message, None] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        found |= dict.fromkeys(_in_python(path.read_text(encoding="utf-8")))
    for path in sorted(p for p in SOURCE.rglob("templates/**/*") if p.suffix in {".html", ".txt"}):
        found |= dict.fromkeys(_in_template(path.read_text(encoding="utf-8")))
    return list(found)


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt)


def _wanted(language: str) -> list[Message]:
    return [message for message in messages() if language != "pl" or message.plural]


def _catalogue(language: str) -> polib.POFile:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=100)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.fpath = str(path)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def check(language: str) -> list[str]:
    """Faults of one catalogue, each a line in Polish."""
    catalogue, wanted = _catalogue(language), _wanted(language)
    known = {_key(entry): entry for entry in catalogue}
    faults = [f"brak w katalogu: {message.text!r}" for message in wanted if message not in known]
    for message, entry in known.items():
        if message not in wanted:
            faults.append(f"nie ma już w kodzie: {message.text!r}")
        elif entry.fuzzy or not entry.translated():
            faults.append(f"nie przetłumaczono: {message.text!r}")
    compiled = Path(catalogue.fpath).with_suffix(".mo")
    if known and (not compiled.exists() or compiled.read_bytes() != catalogue.to_binary()):
        faults.append(f"{compiled} jest nieaktualny")
    return [f"{language}: {fault}" for fault in faults]


def fix(language: str) -> None:
    """Makes the catalogue hold exactly the texts of the source, and compiles it."""
    catalogue, wanted = _catalogue(language), _wanted(language)
    known = {_key(entry): entry for entry in catalogue}
    if not wanted and not known:
        return
    forms = 3 if language == "pl" else 2
    catalogue[:] = [
        known.get(message)
        or polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgctxt=message.context,
            msgstr_plural=dict.fromkeys(range(forms), "") if message.plural else {},
        )
        for message in wanted
    ]
    path = Path(catalogue.fpath)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save()
    path.with_suffix(".mo").write_bytes(catalogue.to_binary())


def main() -> int:
    if sys.argv[1:] == ["fix"]:
        for language in PLURALS:
            fix(language)
    faults = [fault for language in PLURALS for fault in check(language)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
