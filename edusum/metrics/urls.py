from django.urls import path

from edusum.metrics import views
from edusum.metrics.views import rollups, submissions, workbooks

app_name = "metrics"
urlpatterns = [
    path("", views.metric_current, name="metric_current"),
    path("<int:year>/", views.metric_sheet, name="metric_sheet"),
    path("<int:year>/save/", views.figures_save, name="figures_save"),
    path("<int:year>/changes/<int:pk>/withdraw/", views.change_withdraw, name="change_withdraw"),
    path("<int:year>/figures/<slug:code>/", views.metric_detail, name="metric_detail"),
    path("<int:year>/figures/<slug:code>/evidence/", views.evidence_add, name="evidence_add"),
    path("evidence/<int:pk>/", views.evidence_download, name="evidence_download"),
    path("evidence/<int:pk>/remove/", views.evidence_remove, name="evidence_remove"),
    path("<int:year>/submissions/", submissions.submission_list, name="submission_list"),
    path("<int:year>/hand-in/", submissions.submission_hand_in, name="submission_hand_in"),
    path("submissions/<int:pk>/", submissions.submission_detail, name="submission_detail"),
    path("submissions/<int:pk>/reopen/", submissions.submission_reopen, name="submission_reopen"),
    path("<int:year>/roll-up/", rollups.rollup_detail, name="rollup_detail"),
    path("<int:year>/roll-up/start/", rollups.rollup_start, name="rollup_start"),
    path("<int:year>/roll-up/adopt/", rollups.rollup_adopt, name="rollup_adopt"),
    path("<int:year>/roll-up/doubts/", rollups.rollup_doubts, name="rollup_doubts"),
    path("<int:year>/roll-up/figures/<slug:code>/", rollups.rollup_metric, name="rollup_metric"),
    path("<int:year>/workbook/", workbooks.workbook_download, name="workbook_download"),
    path("<int:year>/import/", workbooks.workbook_upload, name="workbook_upload"),
    path("imports/<int:pk>/", workbooks.workbook_import, name="workbook_import"),
    path("imports/<int:pk>/match/", workbooks.workbook_match, name="workbook_match"),
    path("imports/<int:pk>/drop/", workbooks.workbook_drop, name="workbook_drop"),
    path("<int:year>/units/workbooks/", workbooks.workbook_units, name="workbook_units"),
    path(
        "<int:year>/units/workbooks/hand-in/", workbooks.workbook_units_receive, name="workbook_units_receive"
    ),
    path("<int:year>/units/workbooks/<slug:batch>/", workbooks.workbook_batch, name="workbook_batch"),
]
