from edusum.metrics.views.evidence import evidence_add, evidence_download, evidence_remove
from edusum.metrics.views.metric import metric_detail
from edusum.metrics.views.sheet import change_withdraw, figures_save, metric_current, metric_sheet

__all__ = [
    "change_withdraw",
    "evidence_add",
    "evidence_download",
    "evidence_remove",
    "figures_save",
    "metric_current",
    "metric_detail",
    "metric_sheet",
]
