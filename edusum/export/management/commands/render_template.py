from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from edusum.assembly.profiles import house_of
from edusum.assembly.services import document_of_sample, document_of_version
from edusum.common.commands import SentenceCommand
from edusum.common.years import FIRST_YEAR, LAST_YEAR, reporting_year
from edusum.document.model import Document, FigureRun, Paragraph, Table
from edusum.export.styles import STANDARD, layout_of
from edusum.export.word import to_docx
from edusum.library.enums import VersionState
from edusum.library.models import ReportTemplate, TemplateVersion
from edusum.orgs.models import Bureau


class Command(SentenceCommand):
    help = (
        "Writes what a report template makes: render_template CODE [--bureau ID --year Y | --sample] OUT.docx"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("out", type=Path, metavar="OUT.docx")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--bureau", type=int, metavar="ID", help="figures of this bureau")
        source.add_argument("--sample", action="store_true", help="sample figures, as without --bureau")
        parser.add_argument("--year", type=int, metavar="Y", help="the year reported on")

    def handle(
        self, *args: Any, code: str, out: Path, bureau: int | None, year: int | None, **options: Any
    ) -> None:
        year = reporting_year(timezone.localdate()) if year is None else year
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"年度须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，不能是 {year}。")
        owner = None if bureau is None else _bureau(bureau)
        version = _version(_template(code, owner))
        if owner is None:
            document, layout = document_of_sample(version, year=year), STANDARD
        else:
            document = document_of_version(version, bureau=owner, year=year)
            layout = layout_of(house_of(owner))
        try:
            out.write_bytes(to_docx(document, layout))
        except OSError as error:
            raise CommandError(f"无法写入 {out}：{error.strerror}。") from error
        named = f"《{version.report_template}》第{version.number}版"
        self.stdout.write(f"{named}已写入 {out}：{_counts(document)}。")


def _bureau(pk: int) -> Bureau:
    bureau: Bureau | None = Bureau.objects.filter(pk=pk).first()
    if bureau is None:
        raise CommandError(f"没有编号为 {pk} 的单位。")
    return bureau


def _template(code: str, owner: Bureau | None) -> ReportTemplate:
    """The bureau's own template or else the shared one; without a bureau also the only private one."""
    templates = {template.bureau_id: template for template in ReportTemplate.objects.filter(code=code)}
    found = templates.get(owner.pk if owner else None) or templates.get(None)
    if found is None and owner is None and len(templates) == 1:
        [found] = templates.values()
    if found is None and owner is None and templates:
        raise CommandError(f"有 {len(templates)} 个单位有代码为“{code}”的专用模板，请用 --bureau 指明单位。")
    if found is None:
        raise CommandError(f"没有代码为“{code}”的报告模板。")
    return found


def _version(template: ReportTemplate) -> TemplateVersion:
    """The version in use; without one, the newest."""
    versions = template.versions.select_related("report_template").order_by("-number")
    version: TemplateVersion | None = (
        versions.filter(state=VersionState.PUBLISHED).first() or versions.first()
    )
    if version is None:
        raise CommandError(f"模板“{template}”还没有任何版本。")
    return version


def _counts(document: Document) -> str:
    sections = list(document.walk())
    paragraphs = [block for section in sections for block in section.blocks if isinstance(block, Paragraph)]
    printed = sum(isinstance(run, FigureRun) for paragraph in paragraphs for run in paragraph.runs)
    rows = sum(
        len(block.rows) for section in sections for block in section.blocks if isinstance(block, Table)
    )
    return f"共 {len(sections)} 节，{printed + rows} 处数值，其中 {len(document.gaps())} 处待补"
