from django.urls import path

from edusum.metrics import views

app_name = "metrics"
urlpatterns = [
    path("", views.metric_current, name="metric_current"),
    path("<int:year>/", views.metric_sheet, name="metric_sheet"),
]
