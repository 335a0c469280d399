from django.urls import path

from edusum.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.draft_list, name="draft_list"),
    path("start/", views.draft_start, name="draft_start"),
    path("<int:pk>/", views.draft_detail, name="draft_detail"),
    path("<int:pk>/sections/", views.draft_sections, name="draft_sections"),
    path("<int:pk>/version/", views.draft_version, name="draft_version"),
    path("<int:pk>/cover/", views.draft_cover, name="draft_cover"),
    path("<int:pk>/delete/", views.draft_delete, name="draft_delete"),
    path("<int:pk>/sign-date/", views.draft_sign_date, name="draft_sign_date"),
    path("<int:pk>/sections/<int:section_pk>/", views.section_edit, name="section_edit"),
    path("<int:pk>/sections/<int:section_pk>/preview/", views.section_preview, name="section_preview"),
    path("<int:pk>/sections/<int:section_pk>/move/", views.section_move, name="section_move"),
    path("<int:pk>/sections/<int:section_pk>/history/", views.section_history, name="section_history"),
]
