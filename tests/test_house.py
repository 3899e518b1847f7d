"""The project held to itself: rooms, direction, sizes, glossary, commands, addresses."""

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "miernik"
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}
LONGEST = {"src": 400, "tools": 400, "bench": 400, "tests": 600}


def _layers() -> list[list[str]]:
    """The rooms line by line, the highest first, as the import contract has them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip() for room in line.split("|")] for line in layers]


def _files() -> list[Path]:
    """Files of the repository: those git knows, or would if they were added."""
    listed = subprocess.run(
        # the folder may be another user's: a container, a shared disk
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


FILES = _files()


# --- rooms ---------------------------------------------------------------------------------------


def test_every_room_stands_in_the_import_contract() -> None:
    assert sorted(room for line in _layers() for room in line) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_in_a_few_lines_what_it_is(room: str) -> None:
    readme = (SOURCE / room / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {room}\n")
    assert len(readme.splitlines()) <= 20
    for part in ("Rests on:", "Entry points:", "Out of scope:"):
        assert part in readme


def test_no_foreign_key_points_upwards() -> None:
    height = {room: -number for number, line in enumerate(_layers()) for room in line}
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        room = model.__module__.split(".")[1] if model.__module__.startswith("miernik.") else None
        for field in model._meta.get_fields():
            if room is None or not isinstance(field, ForeignKey | ManyToManyField):
                continue
            target = field.remote_field.model.__module__.split(".")
            if target[0] == "miernik" and target[1] != room and height[target[1]] >= height[room]:
                wrong.append(f"{model._meta.label}.{field.name} → {target[1]}")
    assert wrong == []


# --- files ---------------------------------------------------------------------------------------


def test_every_file_has_a_home_and_a_name() -> None:
    nameless = [
        path
        for path in FILES
        if path.suffix == ".py" and FORBIDDEN_NAMES & {path.stem, *path.parent.parts}
    ]
    assert nameless == []


def test_long_files_are_debts_and_debts_are_long_files() -> None:
    long_files = {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if path.suffix == ".py" and "migrations" not in path.parts
        if len(path.read_text(encoding="utf-8").splitlines())
        > LONGEST.get(path.relative_to(ROOT).parts[0], 400)
    }
    debts = (ROOT / "docs" / "debts.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+\.py)`", debts, re.M)) == long_files


def test_no_address_of_a_package_registry_stands_in_the_repository() -> None:
    # Where packages come from is a setting of the machine; here it would bind every installation.
    words = ["pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org",
             "--index" + "-url ", "--extra-index" + "-url", "--find" + "-links "]  # fmt: skip
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in FILES
        if path.suffix not in {".png", ".ttf", ".mo", ".docx", ".xlsx", ".pdf", ".parquet"}
        for word in words
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert found == []


def test_no_template_is_unused() -> None:
    templates = {
        path: path.as_posix().split("/templates/", 1)[1]
        for path in FILES
        if path.suffix == ".html" and "/templates/" in path.as_posix()
    }
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in FILES
        if path.suffix in {".html", ".py"} and path.is_relative_to(SOURCE)
    }
    # Django takes these by their names
    by_name = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
    unused = [
        name
        for template, name in templates.items()
        if name not in by_name
        and not any(name in text for path, text in texts.items() if path != template)
    ]
    assert unused == []


# --- words ---------------------------------------------------------------------------------------


def _glossary() -> list[dict[str, Any]]:
    path = ROOT / "docs" / "glossary.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []


def _resolves(reference: str) -> bool:
    """Whether `miernik.room.module.Name.attribute` or a path of the repository leads somewhere."""
    if "/" in reference:
        return (ROOT / reference).exists()
    parts = reference.split(".")
    for split in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:split]))
        except ModuleNotFoundError:
            continue
        for name in parts[split:]:
            # a field of a Django model without a default is no attribute of its class
            found = getattr(found, name, None) or (
                found._meta.get_field(name) if hasattr(found, "_meta") else None
            )
        return found is not None
    return False


def test_every_notion_of_the_glossary_is_complete_and_leads_to_code() -> None:
    faults = []
    entries = _glossary()
    for entry in entries:
        missing = {"id", "term", "meaning", "not_to_confuse", "code"} - entry.keys()
        if not {"act", "source"} & entry.keys():
            missing.add("act or source")
        if "act" in entry and "article" not in entry:
            missing.add("article")
        faults += [f"{entry.get('id')}: {name} is missing" for name in sorted(missing)]
        code = entry.get("code") or []
        references = [code] if isinstance(code, str) else code
        faults += [
            f"{entry.get('id')}: {ref} leads nowhere" for ref in references if not _resolves(ref)
        ]
    ids = [str(entry.get("id")) for entry in entries]
    faults += [f"{name} stands twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    assert faults == []


def _documents() -> str:
    paths = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").rglob("*.md")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.exists())


def test_every_command_appears_in_the_documents() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "miernik", "--help"],
        cwd=ROOT / "src", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    # argparse names its subcommands in braces
    commands = {
        name for group in re.findall(r"\{([\w,-]+)\}", told.stdout) for name in group.split(",")
    }
    text = _documents()
    assert {name for name in commands if f"miernik {name}" not in text} == set()


def test_every_setting_appears_in_the_documents() -> None:
    used = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"[\"'](MIERNIK_[A-Z_]+)[\"']", path.read_text(encoding="utf-8"))
    }
    text = _documents()
    assert {name for name in used if name not in text} == set()
