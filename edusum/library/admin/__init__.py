"""Who manages the library comes in by Django's admin; report templates, their versions and sections are changed."""

from edusum.library.admin.report_templates import ReportTemplateAdmin
from edusum.library.admin.sections import SectionAdmin
from edusum.library.admin.versions import TemplateVersionAdmin

__all__ = ["ReportTemplateAdmin", "SectionAdmin", "TemplateVersionAdmin"]
