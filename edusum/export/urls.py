from django.urls import path

from edusum.export import views

app_name = "export"
urlpatterns = [
    path("drafts/<int:pk>/export/", views.draft_export, name="draft_export"),
    path("exports/<int:pk>/", views.export_download, name="export_download"),
]
