from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "edusum.metrics"
    verbose_name = "指标"
