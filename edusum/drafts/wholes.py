"""What the relations between metrics tell of those that are to share one whole."""

from collections.abc import Iterable

from edusum.drafts.enums import ExhibitKind
from edusum.drafts.fitting import counted_twice, doubt_of_whole, misfit
from edusum.drafts.models import Exhibit
from edusum.metrics.models import MetricDefinition
from edusum.metrics.relating import relations_of
from edusum.metrics.services import figure_of


def problem_of(kind: str, metrics: Iterable[MetricDefinition]) -> str:
    """Why these can't stand together in such a table or chart, in a sentence; "" if they can."""
    chosen = list(metrics)
    problem = misfit(kind, [figure_of(metric) for metric in chosen])
    if problem or kind != ExhibitKind.SHARE:
        return problem
    relations = [given.relation for given in relations_of().values()]
    return counted_twice({metric.code: metric.name for metric in chosen}, relations)


def doubt_of(exhibit: Exhibit) -> str:
    """What people should look at when its parts are not known to be one whole; "" of other kinds."""
    if exhibit.kind != ExhibitKind.SHARE:
        return ""
    names = {row.metric.code: row.metric.name for row in exhibit.rows.select_related("metric")}
    return doubt_of_whole(names, [given.relation for given in relations_of().values()])
