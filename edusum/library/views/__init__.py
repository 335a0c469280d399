from edusum.library.views.bulk import sections_edit
from edusum.library.views.catalogue import template_list
from edusum.library.views.comparing import (
    template_derive,
    template_deviations,
    template_follow,
    version_compare,
    version_compare_with,
)
from edusum.library.views.phrases import (
    filter_uses,
    metric_uses,
    phrase_guide,
    phrase_try,
    phrase_words,
    phrase_words_data,
    section_preview,
)
from edusum.library.views.revisions import revision_compare, revision_list, revision_restore
from edusum.library.views.transfer import template_import, template_import_confirm, version_export

__all__ = [
    "filter_uses",
    "metric_uses",
    "phrase_guide",
    "phrase_try",
    "phrase_words",
    "phrase_words_data",
    "revision_compare",
    "revision_list",
    "revision_restore",
    "section_preview",
    "sections_edit",
    "template_derive",
    "template_deviations",
    "template_follow",
    "template_import",
    "template_import_confirm",
    "template_list",
    "version_compare",
    "version_compare_with",
    "version_export",
]
