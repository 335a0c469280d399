"""The workshop in Django's admin: report templates, their versions, the sections with their phrases."""

from edusum.library.admin.report_templates import ReportTemplateAdmin
from edusum.library.admin.sections import SectionAdmin
from edusum.library.admin.versions import TemplateVersionAdmin

__all__ = ["ReportTemplateAdmin", "SectionAdmin", "TemplateVersionAdmin"]
