"""The workshop in Django's admin: report templates, their versions, their sections and phrases, terms."""

from edusum.library.admin.report_templates import ReportTemplateAdmin
from edusum.library.admin.sections import SectionAdmin
from edusum.library.admin.terms import TermAdmin
from edusum.library.admin.versions import TemplateVersionAdmin

__all__ = ["ReportTemplateAdmin", "SectionAdmin", "TemplateVersionAdmin", "TermAdmin"]
