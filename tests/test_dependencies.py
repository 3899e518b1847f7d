"""What is declared, what is locked, and under which licences it comes."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
DECLARED = {
    "runtime": PROJECT["project"]["dependencies"],
    "dev": PROJECT["project"]["dependencies"] + GROUPS["test"] + GROUPS["check"],
    "bench": PROJECT["project"]["dependencies"] + GROUPS["bench"],
}
PIN = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", re.M)


def _locked(name: str) -> set[tuple[str, str]]:
    """Pairs (package, version); a package may be pinned once for each range of Python."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {(canonicalize_name(package), version) for package, version in PIN.findall(text)}


@pytest.mark.parametrize("name", DECLARED)
def test_the_lock_follows_what_is_declared(name: str) -> None:
    locked = _locked(name)
    stale = []
    for line in DECLARED[name]:
        wanted = Requirement(line)
        pins = [pin for package, pin in locked if package == canonicalize_name(wanted.name)]
        if not pins or not all(Version(pin) in wanted.specifier for pin in pins):
            stale.append(f"{line}: {pins}")
    assert stale == [], "run ./dev lock"


@pytest.mark.parametrize("name", ["runtime", "dev", "bench", "uv"])
def test_the_lock_has_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    for package in re.split(r"\n(?=\w)", text)[1:]:
        assert "--hash=sha256:" in package, package


def test_what_runs_is_what_is_tested() -> None:
    assert _locked("runtime") <= _locked("dev")


def test_no_library_brings_a_copyleft_stronger_than_ours() -> None:
    # EUPL links with LGPL and MPL; GPL and AGPL would claim the whole program.
    strong = []
    for name, _ in _locked("runtime"):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # pinned for another range of Python
        expression = about.get_all("License-Expression") or []
        classifiers = [line for line in about.get_all("Classifier") or [] if "License" in line]
        words = [text[:200] for text in about.get_all("License") or []]
        told = " ".join(expression + classifiers + words)
        if re.search(r"(?<!L)\bA?GPL|(?<!Lesser )General Public", told):
            strong.append(f"{name}: {told}")
    assert strong == []
