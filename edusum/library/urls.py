from django.urls import path

from edusum.library import views

app_name = "library"
urlpatterns = [
    path("", views.template_list, name="template_list"),
    path("phrases/guide/", views.phrase_guide, name="phrase_guide"),
    path("phrases/try/", views.phrase_try, name="phrase_try"),
    path("phrases/words/", views.phrase_words, name="phrase_words"),
    path("phrases/words.json", views.phrase_words_data, name="phrase_words_data"),
    path("metrics/<int:pk>/uses/", views.metric_uses, name="metric_uses"),
    path("filters/<str:name>/uses/", views.filter_uses, name="filter_uses"),
    path("import/", views.template_import, name="template_import"),
    path("import/confirm/", views.template_import_confirm, name="template_import_confirm"),
    path("templates/<int:pk>/deviations/", views.template_deviations, name="template_deviations"),
    path("templates/<int:pk>/follow/", views.template_follow, name="template_follow"),
    path("versions/<int:pk>/export/", views.version_export, name="version_export"),
    path("versions/<int:pk>/derive/", views.template_derive, name="template_derive"),
    path("versions/<int:pk>/compare/", views.version_compare_with, name="version_compare_with"),
    path("versions/<int:old>/compare/<int:new>/", views.version_compare, name="version_compare"),
    path("versions/<int:pk>/revisions/", views.revision_list, name="revision_list"),
    path("versions/<int:pk>/revisions/<int:number>/", views.revision_compare, name="revision_compare"),
    path(
        "versions/<int:pk>/revisions/<int:number>/restore/",
        views.revision_restore,
        name="revision_restore",
    ),
    path("versions/<int:pk>/sections/", views.sections_edit, name="sections_edit"),
    path("versions/<int:pk>/preview/", views.section_preview, name="section_preview"),
]
