from django.urls import path, register_converter

from edusum.proofreading import views


class KindConverter:
    """What is proofread: a draft of the desk, or a paper that was handed in."""

    regex = "drafts|papers"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "checked_kind")

app_name = "proofreading"
_DESK = "proofreading/<checked_kind:kind>/<int:pk>/"
_FINDING = f"{_DESK}findings/<slug:fingerprint>/"
urlpatterns = [
    path("proofreading/", views.papers, name="papers"),
    path("proofreading/rules/", views.rules, name="rules"),
    path("proofreading/names/", views.names, name="names"),
    path("proofreading/names/paste/", views.names_paste, name="names_paste"),
    path("proofreading/names/<int:pk>/", views.name_edit, name="name_edit"),
    path("proofreading/names/<int:pk>/former/", views.name_former, name="name_former"),
    path("proofreading/names/<int:pk>/delete/", views.name_delete, name="name_delete"),
    path("proofreading/papers/<int:pk>/year/", views.paper_year, name="paper_year"),
    path("proofreading/papers/<int:pk>/undo/", views.paper_undo, name="paper_undo"),
    path("proofreading/papers/<int:pk>/delete/", views.paper_delete, name="paper_delete"),
    path(
        "proofreading/drafts/<int:pk>/sections/<int:section_pk>/",
        views.section_findings,
        name="section_findings",
    ),
    path(
        "proofreading/drafts/<int:pk>/sections/<int:section_pk>/spots/",
        views.section_spots,
        name="section_spots",
    ),
    path(_DESK, views.desk, name="desk"),
    path(f"{_DESK}list/", views.listing, name="listing"),
    path(f"{_DESK}counts/", views.counts, name="counts"),
    path(f"{_FINDING}fix/", views.fix, name="fix"),
    path(f"{_FINDING}mend/", views.mend, name="mend"),
    path(f"{_FINDING}waive/", views.waive, name="waive"),
    path(f"{_FINDING}resume/", views.resume, name="resume"),
    path(f"{_FINDING}give/", views.give, name="give"),
]
