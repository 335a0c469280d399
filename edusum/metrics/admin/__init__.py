"""Metrics in Django's admin, for the people who manage the library."""

from edusum.metrics.admin.definitions import MetricDefinitionAdmin

__all__ = ["MetricDefinitionAdmin"]
