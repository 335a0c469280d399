import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.known import Known, KnownName
from edusum.proofreading.reading import Reading

_KINDS = "中心小学|实验小学|完全小学|小学|初级中学|高级中学|实验中学|中学|中心幼儿园|幼儿园"
_SCHOOL = re.compile(
    rf"(?:(?<=[,。;:、(“\n在由到])|^) ?[在由到]?(?P<name>(?P<own>[\u3400-\u9fff]{{2,7}}?)(?:{_KINDS}))"
    r"(?=[、,。;)等的]|校长|教师|学生|师生|开展|举办|召开|组织|承办|获|荣获|被|率先|党支部|新建|改扩建)"
)
_GENERIC = re.compile(
    "[全各本该某县乡镇村区市州省国农城多几两每所新建民公办级制有无小中大学年等对和与及从我校特职业技工优质基层远偏教育"
    "百千万双语是为了使让到在由向把将被给他她这那此其一二三四五六七八九十0-9]|示范|重点|薄弱|附属|寄宿|普惠|规模|试点|义务|普通|完全|实验|先进|名牌|标准|海外|热点|结对|帮扶|周边|上述|部分|相关|所有"
    "|完成|开展|推进|建设|加强|落实|组织|规范|推动|提升|改善|支持|指导|督促|检查|走访|深入|召开|举办|选派|抽调|培训"
    "|抓好|做好|合并|撤销|增加|减少|改造|迁建|扩建|创建|覆盖|涉及|包括|引导|鼓励|通过|确定|命名|评选|表彰|实现|巩固"
)
_NUMBERED = re.compile("第[一二三四五六七八九十]{1,2}$")
_DEALINGS = re.compile(
    "学习|考察|交流|赴|对口|结对|协作|合作|邀请|来自|观摩|参观|省|市外|原|撤并|并入|更名|毕业于|友好|外地|联盟|帮扶"
)
_LEAST, _BEFORE, _BEHIND = 5, 24, 14


def not_in_directory(reading: Reading) -> Iterator[Hit]:
    """A school by its own name that the directory of schools does not hold."""
    schools = [item for item in reading.known.names if item.kind == "school"]
    if len(schools) < _LEAST:
        return
    places = [
        spelling
        for item in reading.known.names
        if item.kind == "place"
        for spelling in (item.name, *item.aliases)
        if len(spelling) > 1
    ]
    known = "\n".join(spelling for item in schools for spelling in (item.name, *item.aliases)) + "\n"
    for match in _SCHOOL.finditer(reading.plain):
        name, own = match["name"], match["own"]
        place = next((place for place in places if own.startswith(place)), "")
        rest = own[len(place) :]
        if place and not rest:
            continue
        is_proper = bool(place and _NUMBERED.fullmatch(rest)) or (len(rest) > 1 and not _GENERIC.search(rest))
        if not is_proper or f"{name}\n" in known or f"{name[len(place) :]}\n" in known or rest in known:
            continue
        sentence = reading.sentence_at(match.start("name"))
        around = reading.plain[
            max(sentence.start, match.start("name") - _BEFORE) : min(sentence.end, match.end() + _BEHIND)
        ]
        if not _DEALINGS.search(around):
            yield Hit(
                *match.span("name"),
                f"名录里没有“{name}”，可能是别处材料留下的，或者校名写得不准，请核对；"
                "确有这所学校的，请补进名录。",
                evidence=f"名录里有{len(schools)}所学校，没有“{name}”",
            )


_OWN = Known(
    bureau="云峰县教育局",
    names=(
        KnownName("place", "云峰县", aliases=("云峰",)),
        KnownName("school", "云峰县第一中学", aliases=("云峰一中",)),
        KnownName("school", "云峰县第二中学"),
        KnownName("school", "云峰县石桥中心小学", aliases=("石桥小学",)),
        KnownName("school", "云峰县柳河小学"),
        KnownName("school", "云峰县实验幼儿园"),
        KnownName("school", "云峰县南湾学校"),
    ),
)

RULES = (
    Rule(
        code="unknown-school",
        family="residue",
        title="名录里没有的学校",
        severity="suspect",
        kind="other",
        authority="公文写作惯例；本单位的名录",
        about="名录里记了五所以上学校时，查找名录里没有的校名。说到考察、交流、结对的和“农村小学”这类泛称不在此列。",
        find=not_in_directory,
        cases=(
            Case("柳河小学、青溪小学等校开展了研学活动。", ("青溪小学",), _OWN),
            Case("柳河小学、石桥小学等校开展了研学活动。", (), _OWN),
            Case("在清泉中学召开现场会。", ("清泉中学",), _OWN),
            Case("云峰县第七中学获评平安校园。", ("云峰县第七中学",), _OWN),
            Case(
                "全年新建龙泉幼儿园，柳河小学改扩建。项目验收后，龙泉幼儿园开展招生。", ("龙泉幼儿园",), _OWN
            ),
            Case("云峰县柳河小学、云峰一中、石桥中心小学组织观看。", (), _OWN),
            Case("赴青溪小学考察学习，借鉴经验。", (), _OWN),
            Case("全县农村小学、城区中学、普惠幼儿园等开展活动。", (), _OWN),
            Case("柳河小学、青溪小学等校开展了研学活动。"),
            Case("柳河小学与青溪小学结对。", (), _OWN),
            Case("在乡镇中心小学开展试点，小学、中学、幼儿园同步推进。", (), _OWN),
            Case("完成中学、小学、幼儿园校长轮训。", (), _OWN),
            Case("县第二中学、南湾学校承办比赛。", (), _OWN),
        ),
    ),
)
