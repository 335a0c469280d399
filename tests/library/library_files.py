"""Library files as small as can be, and what loading them says."""

from io import StringIO

from django.core.management import call_command

ENROLMENT = {
    "code": "enrolment",
    "name": "在校学生数",
    "phrase_name": "在校生数",
    "unit": "人",
    "domain": "义务教育",
}
RATIO = {
    "code": "ratio",
    "name": "毛入园率",
    "phrase_name": "毛入园率",
    "kind": "percent",
    "unit": "%",
    "decimals": 1,
    "domain": "学前教育",
}


def template():
    return {
        "schema": 1,
        "code": "annual",
        "name": "年度总结",
        "genre": "annual_summary",
        "title": "{{ 单位全称 }}{{ 年度 }}年总结",
        "sections": [
            {"key": "opening", "level": 0, "heading_form": "none", "phrases": [{"text": "开头。"}]},
            {
                "key": "schools",
                "level": 1,
                "heading": "各类教育",
                "suggested": [100, 200],
                "department": "基础教育科",
                "sections": [
                    {
                        "key": "pre-school",
                        "level": 3,
                        "heading": "学前教育",
                        "heading_form": "run_in",
                        "added": True,
                        "phrases": [
                            {"text": "毛入园率达{{ 毛入园率 }}。", "new_paragraph": True},
                            {"text": "在校生{{ 在校生数 }}。", "new_paragraph": False},
                        ],
                        "table": {"caption": "主要指标", "metrics": ["ratio", "enrolment"]},
                    }
                ],
            },
        ],
    }


def run(*arguments, **options):
    said = StringIO()
    call_command("load_library", *arguments, stdout=said, **options)
    return said.getvalue().splitlines()
