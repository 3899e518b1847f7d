"""The form as a workbook: sent out filled with what is known, taken back with all its faults."""

from __future__ import annotations

from miernik.collection.spreadsheet.facts import FormFacts, Identity
from miernik.collection.spreadsheet.findings import (
    CellFault,
    Difference,
    FileFault,
    FileFaultCode,
    FileReading,
)
from miernik.collection.spreadsheet.reading import read_identity, read_workbook
from miernik.collection.spreadsheet.writing import write_workbook

__all__ = [
    "CellFault",
    "Difference",
    "FileFault",
    "FileFaultCode",
    "FileReading",
    "FormFacts",
    "Identity",
    "read_identity",
    "read_workbook",
    "write_workbook",
]
