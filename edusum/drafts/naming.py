"""What a paper is called and who signs it, unless somebody said otherwise."""

from collections.abc import Mapping

from edusum.library import wording
from edusum.library.models import TemplateVersion
from edusum.orgs.models import Department

ANY_DEPARTMENT = "科室"
"""What titles of templates for departments say for the department's name."""


def usual_title(
    version: TemplateVersion, texts: Mapping[str, str], *, department: Department | None, period: str
) -> str:
    """What the template says, with the name of the paper's department: 区教育局人事科2025年工作小结."""
    title = wording.headline(version.title, texts)
    if department is None or department.name in title:
        return title
    named = title.replace(ANY_DEPARTMENT, department.name, 1)
    return named if named != title else f"{usual_signatory(texts, department)}{period}工作小结"


def usual_signatory(texts: Mapping[str, str], department: Department | None) -> str:
    """The bureau, or its department: 区教育局人事科."""
    return f"{texts['单位简称']}{department.name}" if department else texts["单位全称"]
