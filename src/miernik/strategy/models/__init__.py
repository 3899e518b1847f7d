"""The room's tables: works with yearly figures, and the text they are written in."""

from miernik.strategy.models.text import (
    FieldType,
    Lineage,
    LineageKind,
    Passage,
    Resolution,
)
from miernik.strategy.models.works import (
    Funding,
    FundingAlias,
    FundingSource,
    Implementation,
    Indicator,
    IndicatorDefinition,
    Placement,
    Stage,
    Unit,
    UnitKind,
    Version,
    VersionState,
    Work,
    WorkKind,
)

__all__ = [
    "FieldType",
    "Funding",
    "FundingAlias",
    "FundingSource",
    "Implementation",
    "Indicator",
    "IndicatorDefinition",
    "Lineage",
    "LineageKind",
    "Passage",
    "Placement",
    "Resolution",
    "Stage",
    "Unit",
    "UnitKind",
    "Version",
    "VersionState",
    "Work",
    "WorkKind",
]
