"""The nouns that end the name of what is counted, by what they are counted in."""

import re

_PERSONS = (
    "毕业生|学生|考生|新生|在校生|寄宿生|特长生|师生|教师|名师|导师|教职工|教职员工|职工|员工"
    "|校长|园长|局长|主任|班主任|干部|党员|团员|队员|专家|骨干|家长|儿童|幼儿|少年|青年|子女"
    "|同志|代表|人员|学员|选手|工作者|辅导员|监督员|管理员|委员|人才|带头人|能手|新秀|模范"
    "|标兵|志愿者|对象|成员|督学|教练|教练员|研究生|本科生|专科生|博士|硕士|群众|人数"
    "|先进个人|积极分子|保安|保育员"
    "|申请人|负责人|责任人|书记|者|户"
)
_SCHOOLS = (
    "学校|小学|中学|初中|高中|中专|职高|职校|完小|村小|幼儿园|教学点|园|机构|院校|大学|学院"
    "|中心|站|基地|社区|乡镇|街道|县|乡|镇|村|单位|支部|总支|党委|党组织|部门|科室|教室"
    "|实验室|图书室|功能室|食堂|宿舍"
    "|场馆|操场|工作室|名校|集团|联盟|共同体|企业|公司|家庭|阵地|项目|工程|课题|课程|班级|班"
    "|小组|工作组|检查组|督导组|督查组|代表队|团队|社团|平台|系统|系列|称号|奖项|奖|金牌|银牌"
    "|铜牌|学科|专业|学位|岗位|品牌|案例|问题|建议|意见|培训点|考点|点"
)
_HEAD = {
    "persons": re.compile(
        rf"[^，。；、]{{0,14}}?(?:{_PERSONS})(?:{_PERSONS}|(?:和|及|、"
        rf"|与)[^，。；、]{{0,8}}?(?:{_PERSONS}))*"
    ),
    "places": re.compile(rf"[^，。；、]{{0,14}}?(?:{_SCHOOLS})(?:{_SCHOOLS})*(?![生长舍服籍小民委级])"),
}
_SUM = re.compile(r"(?:资|款|费|金|额|入|补|贴|出|产|价|值|助|款项|收|购|建|设备|校舍)$")
_THIN = 5
_PLACES = frozenset(["所", "个", "家", "处", "校", "园"])
_WHOEVER = re.compile(
    r"(?:生|师|员|人|长|者|子女|儿童|少年|幼儿|孩子|干部|家长|职工|家庭|才|能手|新秀|模范|骨干"
    r"|专家|代表|标兵|户|对象|星|委|群众|人数|人次|总数|规模|青年|同志|手|工|个人|博士|硕士"
    r"|书记"
    r"|督学|主任|教练|司机|校医|护士|众|安|编|额)$"
)
_WHICH = re.compile(
    r"(?:校|园|所|局|机关|小学|初中|高中|中学|大学|中专|职高|职教|特教|学前|学院"
    r"|[一二三四五六七八九十]中|县|市|区|镇|乡|街道|村|社区|城区|农村|城镇|乡村|城市|网站|日报"
    r"|晚报|晨报|党报|公办|民办|男|女|阶段|教育"
    r"|年级|其他|其它|部门|科室|(?<!学)科|股|中职|高职|机构|单位|[省市县区校州]级|国家级"
    r"|[一二三]等奖|本科|专科|一本|二本|文科|理科|全国|全省|全市|全县|全区)$"
)
_WHERE = re.compile(
    r"(?:城区|农村|城镇|乡村|城市|山区|民族地区|[省市县区校州镇乡]级|国家级|公办|公办性质|民办"
    r"|男|女|其他|其它|[东西南北中]部|县城|镇区|乡下)$"
)
_DONE = re.compile(
    r"(?:共|实际|已|其中|现|分别|收到|新)*(?:回收|收回|发放|转发|刊发|刊登|采用|办结|处理|答复"
    r"|完成|开工|竣工|合格|通过|录用|考取|达标|整改|整合|发展|参加|实到|到会|占比|占|增长"
    r"|剩下?|压缩|扩大|调整"
    r"|合并|撤并|兑现|拨付|到位|落实|投入使用|建成|惠及|覆盖|培训|涉及|申报|获奖|获评|认定"
    r"|命名|评选|注册|毕业)"
)


def noun_at(words: str, unit: str, kind: str) -> str:
    """The name the words behind a unit begin with, up to its noun: 「教师获得职称」 → 教师; or ""."""
    names = (
        ["persons"]
        if kind == "persons"
        else ["places"]
        if unit in _PLACES
        else ["persons", "places"]
        if kind == "any"
        else []
    )
    found = [match[0] for name in names if (match := _HEAD[name].match(words))]
    return min(found, key=len, default="")


def says_only_which(head: str, kind: str) -> bool:
    """Whether a noun says only where, which (农村, 小学 before 人) or what was done, not what is counted."""
    if _DONE.fullmatch(head):
        return True
    if kind == "persons":
        return not _WHOEVER.search(head) and (bool(_WHICH.search(head)) or len(head) < _THIN)
    if kind == "money":
        return len(head) < _THIN - 1 and not _SUM.search(head)
    if kind in _PLACES:
        return bool(_WHERE.search(head))
    return bool(_WHICH.search(head))


def is_whoever(label: str) -> bool:
    """Whether a label ends with a word for persons."""
    return _WHOEVER.search(label) is not None
