from django.urls import path

from edusum.drafts.views import attachments, drafting, exhibits, formalities

app_name = "drafts"
urlpatterns = [
    path("", drafting.draft_list, name="draft_list"),
    path("start/", drafting.draft_start, name="draft_start"),
    path("<int:pk>/", drafting.draft_detail, name="draft_detail"),
    path("<int:pk>/sections/", drafting.draft_sections, name="draft_sections"),
    path("<int:pk>/version/", drafting.draft_version, name="draft_version"),
    path("<int:pk>/formalities/", formalities.draft_formalities, name="draft_formalities"),
    path("<int:pk>/delete/", drafting.draft_delete, name="draft_delete"),
    path("<int:pk>/sections/<int:section_pk>/", drafting.section_edit, name="section_edit"),
    path("<int:pk>/sections/<int:section_pk>/preview/", drafting.section_preview, name="section_preview"),
    path("<int:pk>/sections/<int:section_pk>/move/", drafting.section_move, name="section_move"),
    path("<int:pk>/sections/<int:section_pk>/history/", drafting.section_history, name="section_history"),
    path(
        "<int:pk>/sections/<int:section_pk>/exhibits/add/",
        exhibits.section_exhibit_add,
        name="section_exhibit_add",
    ),
    path("<int:pk>/attachments/", attachments.attachment_list, name="attachment_list"),
    path("<int:pk>/attachments/add/", attachments.attachment_add, name="attachment_add"),
    path("<int:pk>/attachments/<int:attachment_pk>/", attachments.attachment_edit, name="attachment_edit"),
    path(
        "<int:pk>/attachments/<int:attachment_pk>/move/", attachments.attachment_move, name="attachment_move"
    ),
    path(
        "<int:pk>/attachments/<int:attachment_pk>/delete/",
        attachments.attachment_delete,
        name="attachment_delete",
    ),
    path(
        "<int:pk>/attachments/<int:attachment_pk>/exhibits/add/",
        exhibits.attachment_exhibit_add,
        name="attachment_exhibit_add",
    ),
    path("<int:pk>/exhibits/<int:exhibit_pk>/", exhibits.exhibit_edit, name="exhibit_edit"),
    path("<int:pk>/exhibits/<int:exhibit_pk>/move/", exhibits.exhibit_move, name="exhibit_move"),
    path("<int:pk>/exhibits/<int:exhibit_pk>/delete/", exhibits.exhibit_delete, name="exhibit_delete"),
]
