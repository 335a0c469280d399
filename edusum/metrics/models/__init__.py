from edusum.metrics.models.collecting import (
    MetricAssignment,
    PendingChange,
    Submission,
    SubmissionEvent,
    ValueLock,
    WorkbookImport,
)
from edusum.metrics.models.definitions import (
    MAX_DECIMALS,
    MAX_DIGITS,
    ONLY_ONE_OF_A_METRIC,
    MetricDefinition,
    Relation,
    RelationOperand,
    validate_phrase_name,
)
from edusum.metrics.models.rollups import RollUp, RollUpDoubt, RollUpFigure
from edusum.metrics.models.values import Evidence, MetricValue, MetricValueRevision

__all__ = [
    "MAX_DECIMALS",
    "MAX_DIGITS",
    "ONLY_ONE_OF_A_METRIC",
    "Evidence",
    "MetricAssignment",
    "MetricDefinition",
    "MetricValue",
    "MetricValueRevision",
    "PendingChange",
    "Relation",
    "RelationOperand",
    "RollUp",
    "RollUpDoubt",
    "RollUpFigure",
    "Submission",
    "SubmissionEvent",
    "ValueLock",
    "WorkbookImport",
    "validate_phrase_name",
]
