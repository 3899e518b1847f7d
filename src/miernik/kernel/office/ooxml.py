"""Parts of an Office Open XML package, parsed without entities and without the network."""

from __future__ import annotations

import posixpath
import zipfile

from lxml import etree

#: Files saved as "Strict Open XML" have the same elements under the standard's own names.
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def read_part(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of a part, or None where the package has none of that name."""
    if name not in package.namelist():
        return None
    content = package.read(name)
    if _STRICT in content:
        for strict, usual in _NAMES.items():
            content = content.replace(_STRICT + strict, usual)
    return etree.fromstring(content, _PARSER)


def relations(package: zipfile.ZipFile, owner: str = "") -> dict[str, tuple[str, str]]:
    """Relations of a part, or of the package: id → (last word of the type, name of the part)."""
    folder, base = posixpath.split(owner)
    part = read_part(package, posixpath.join(folder, "_rels", f"{base}.rels"))
    if part is None:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in part
    }


def main_part(package: zipfile.ZipFile, usual: str) -> str:
    """Name of the main part: what the package's relations say, else the usual name."""
    named = [name for kind, name in relations(package).values() if kind == "officeDocument"]
    return named[0] if named and named[0] in package.namelist() else usual
