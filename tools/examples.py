"""Make ``examples/bialystok`` from the city's documents: facts and figures, no raw text.

    python -m tools.examples ../shared/seeds

Each document is recognised as in ``miernik import``; the source fragments are left out, their
places (lines) stay, so that every value can be traced into the document.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import django

from miernik.intake.draft import DraftReport, FieldSource
from miernik.intake.serialize import dump_draft

FOLDER = Path(__file__).parent.parent / "examples" / "bialystok"


def without_fragments(draft: DraftReport) -> DraftReport:
    """Return the draft with every source fragment emptied."""

    def walk(part: Any) -> None:
        if isinstance(part, FieldSource):
            part.fragment = ""
        elif isinstance(part, dict):
            for item in part.values():
                walk(item)
        elif isinstance(part, list):
            for item in part:
                walk(item)
        elif is_dataclass(part):
            for field in fields(part):
                walk(getattr(part, field.name))

    walk(draft)
    for doubt in draft.doubts:
        doubt.fragment = ""
    return draft


def main(seeds: Path) -> None:
    """Write one file for each report of the catalogue whose document is in ``seeds``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "miernik.web.settings")
    django.setup()
    from miernik.intake.readers import read_file
    from miernik.intake.recognise import recognise
    from miernik.intake.vocabulary import starting_vocabulary

    catalogue = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"))
    for report in catalogue["reports"]:
        file = next(seeds.glob(report["seed"]))
        draft = without_fragments(recognise(read_file(file), starting_vocabulary()))
        draft.file_name, draft.title = report["document"], report["title"]
        content = json.dumps(dump_draft(draft), ensure_ascii=False, indent=1)
        (FOLDER / report["file"]).write_text(content + "\n", encoding="utf-8")
        print(report["file"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
