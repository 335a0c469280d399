from django.urls import path

from edusum.assembly import views

app_name = "assembly"
urlpatterns = [
    path("drafts/<int:pk>/paper/", views.draft_paper, name="draft_paper"),
    path("library/versions/<int:pk>/paper/", views.version_paper, name="version_paper"),
]
