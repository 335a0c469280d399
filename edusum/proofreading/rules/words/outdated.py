from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.known import Known
from edusum.proofreading.outdated_names import Sort, replaced_names
from edusum.proofreading.reading import Reading

_SAYS: dict[Sort, str] = {
    "law": "{old}已不再施行，{year}年的材料请改引{now}。",
    "office": "“{old}”在{year}年已经撤并或更名，请核对是否应写“{now}”。",
    "term": "“{old}”在{year}年的材料里已不再使用，请核对是否应写“{now}”。",
}


def outdated_laws(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "law")


def outdated_offices(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "office")


def outdated_terms(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "term")


def _hits(reading: Reading, sort: Sort) -> Iterator[Hit]:
    """One finding for each name, with its other places."""
    if not reading.year:
        return
    places: dict[str, list[tuple[int, int]]] = {}
    for start, end, item in replaced_names(reading.plain, reading.year):
        if item.sort != sort or reading.is_linked(start, end):
            continue
        places.setdefault(item.old, []).append((start, end))
        if len(places[item.old]) > 1:
            continue
        yield Hit(
            start,
            end,
            _SAYS[sort].format(old=item.old, now=item.now, year=reading.year),
            evidence=f"依据：{item.source}",
            severity=None if reading.known.year else "hint",
        )


_2024 = Known(year=2024)
_2005 = Known(year=2005)
RULES = (
    Rule(
        code="outdated-law",
        family="words",
        title="已废止的法律法规",
        severity="suspect",
        kind="other",
        authority="《民法典》等法律法规的施行条款",
        about="按材料的年度查找当年已被替代的法律、法规，同一名称只报第一处。年度只见于标题的作为提示，不知道年度时不报。",
        find=outdated_laws,
        is_local=False,
        cases=(
            Case("组织学习《物权法》和《合同法》。", ("《物权法》", "《合同法》"), _2024),
            Case("组织学习《物权法》和《合同法》。", (), _2005),
            Case("示例县教育局2024年工作总结\n宣传《婚姻法》，再讲《婚姻法》。", ("《婚姻法》",)),
            Case("落实《社会力量办学条例》。", ("《社会力量办学条例》",), _2005),
            Case("办理依据为《信访条例》。", ("《信访条例》",), _2024),
            Case("组织学习《民法典》《义务教育法》。", (), _2024),
            Case("学习《劳动合同法》。", (), _2024),
            Case("办理依据为《信访工作条例》。", (), _2024),
            Case("宣传《婚姻法》。"),
            Case("学习《未成年人保护法》《教师法》。", (), _2024),
            Case("签订物权合同。", (), _2024),
        ),
    ),
    Rule(
        code="outdated-office",
        family="words",
        title="已撤并的机构",
        severity="suspect",
        kind="other",
        authority="《深化党和国家机构改革方案》《党和国家机构改革方案》",
        about="按材料的年度查找当年已经撤并、更名的机构，同一名称只报第一处。冠以“原”字的不报。",
        find=outdated_offices,
        is_local=False,
        cases=(
            Case("联合工商局、食药监局开展检查。", ("工商局", "食药监局"), _2024),
            Case("联合工商局开展检查。", (), _2005),
            Case("按照国家教委的要求。", ("国家教委",), _2005),
            Case("会同国土局办理用地手续。", ("国土局",), _2024),
            Case("县卫计局派员指导。", ("卫计局",), _2024),
            Case("联合市场监管局开展检查。", (), _2024),
            Case("原工商局的地块用于建校。", (), _2024),
            Case("局人事部门核定编制。", (), _2024),
            Case("文广旅游局协助。", (), _2024),
            Case("会同县人事局招聘教师，会同文广新局检查书店。", ("人事局", "文广新局"), _2024),
            Case("会同开发区组织人事局招聘教师，农业部门派员指导。", (), _2024),
            Case("联合工商局开展检查。"),
            Case("生态环境局、自然资源局、农业农村局支持。", (), _2024),
        ),
    ),
    Rule(
        code="outdated-term",
        family="words",
        title="已停用的提法",
        severity="hint",
        kind="other",
        authority="相应文件见每条依据",
        about="按材料的年度查找当年已不再使用的提法，作为提示，同一提法只报第一处。",
        find=outdated_terms,
        is_local=False,
        cases=(
            Case("资助建档立卡贫困学生120人。", ("建档立卡贫困学生",), _2024),
            Case("资助脱贫家庭学生120人。", (), _2024),
            Case("做好新冠肺炎防控。", ("新冠肺炎",), _2024),
            Case("做好新冠肺炎防控。", (), Known(year=2021)),
            Case("落实三免一补政策。", ("三免一补",), _2024),
            Case("推行一费制。", (), _2005),
            Case("推行一费制。", ("一费制",), _2024),
            Case("原贫困县已全部摘帽。", (), _2024),
            Case("做好流感防控。", (), _2024),
            Case("开展全国法制宣传日活动，选聘法制副校长。", ("全国法制宣传日", "法制副校长"), _2024),
            Case("开展国家宪法日暨全国法制宣传日活动，选聘法治副校长。", (), _2024),
            Case("开展全国法制宣传日活动，选聘法制副校长。", (), _2005),
            Case("推行一费制。"),
            Case("落实城乡统一的“两免一补”政策。", (), _2024),
        ),
    ),
)
