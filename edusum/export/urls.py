from django.urls import path

from edusum.export import views

app_name = "export"
urlpatterns = [
    path("drafts/<int:pk>/export/", views.draft_export, name="draft_export"),
    path("drafts/<int:pk>/text/", views.draft_text, name="draft_text"),
    path("drafts/<int:pk>/redline/", views.draft_redline, name="draft_redline"),
    path("drafts/<int:pk>/annotated/", views.annotated_draft, name="annotated_draft"),
    path("proofreading/papers/<int:pk>/annotated/", views.annotated_paper, name="annotated_paper"),
    path("exports/<int:pk>/", views.export_download, name="export_download"),
    path("exports/batches/", views.batch_start, name="batch_start"),
    path("exports/batches/<int:pk>/", views.batch_detail, name="batch_detail"),
    path("exports/batches/<int:pk>/resume/", views.batch_resume, name="batch_resume"),
    path("exports/batches/<int:pk>/delete/", views.batch_delete, name="batch_delete"),
    path("exports/batches/<int:pk>/zip/", views.batch_download, name="batch_download"),
    path("bureaus/<int:pk>/layout-sample/", views.layout_sample, name="layout_sample"),
]
