import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from itertools import pairwise

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.known import Known, KnownName
from edusum.proofreading.leading import led_by
from edusum.proofreading.reading import Reading
from edusum.proofreading.surnames import SURNAMES

_DEALINGS = re.compile(
    "学习|考察|交流|赴|对口|帮扶|支援|援助|协作|结对|兄弟|参观|观摩|借鉴|来自|转入|转出|合作|联合|联盟|邀请|接待|邻|外地|周边|经验|比武|会同"
)
_FORMERLY = re.compile("原|曾|前任|老局长|撤并|更名|并入|合并|改为|退休|调离|已故|追授|生前")
_STOP = re.compile("[,。;:\n]")
_BEFORE, _BEHIND = 24, 14
_SHORTEST, _OFTEN = 3, 5
_LEADS_TO = re.compile(
    "(?:紧[扣跟贴盯]|围绕|根据|按照|依[托据]|落实|贯彻|遵照|服[从务]|对标|聚焦|立足|配合|协[助调]|[提报恳邀]请|争取|报经|执行|响应"
    "|代表|接受|感谢|成立|迎接|传达|学习|参加|结合|牵头|联合|会同|督促|建议|汇报|[呈上]报|坚[持决]|[随陪]同|把握|领会)$"
)

_S = "".join(sorted(SURNAMES))
_CHIEF = re.compile(
    rf"(?P<post>局长|党组书记|党委书记|教育工委书记|主任)(?P<name>(?!任[组副总主校所队科])[{_S}][\u3400-\u9fff]{{1,2}}?)"
    r"(?=同志|先生|女士|[,、。;)]|在|率|到|主持|出席|强调|要求|作|带队|提|参加|深入|亲自|讲|介绍|代表|受|对|一行)"
)
_BY_SURNAME = re.compile(rf"(?<![\u3400-\u9fff])(?P<name>[{_S}])(?P<post>副?局长)")
_OF_OTHERS = re.compile("省厅|教育厅|市教育局|县委|区委|市委|政府|公安|财政|厅")
_PLACE = "(?P<place>[\u3400-\u9fff]{2,3}[县区旗])"
_OFFICE = "教育(?:和体育|体育|科技|文化)?局|教育工委|教委|委、|人民政府"
_BUREAU = re.compile(f"{_PLACE}(?={_OFFICE})")
_PLACE_BEFORE, _OF_PLACE, _LONGEST_PLACE = re.compile(f"{_PLACE}$"), re.compile(_OFFICE), 4
_TITLED = re.compile(r"(?:在|关于)?(?P<place>[\u3400-\u9fff]{2,3}[县区旗])(?=(?:19|20)\d\d年)")
_BORDER = frozenset("在向经受由为,。;:、《“\n ")
_NO_PLACE = re.compile(
    "[我全各本该市省外邻兄弟某的在为和与向从是由及对区县跨两三级辖管有到被将于让使把按以据中]"
)


@lru_cache(maxsize=32)
def _by_beginning(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Names by their first two characters, so that a text is gone through once for all of them."""
    found: dict[str, list[str]] = {}
    for name in names:
        if len(name) >= _SHORTEST:
            found.setdefault(name[:2], []).append(name)
    return {key: tuple(sorted(same, key=len, reverse=True)) for key, same in found.items()}


def _places(plain: str, names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Where the names stand, the longest of several at one place."""
    index = _by_beginning(names)
    if not index:
        return
    pairs = {one + other for one, other in pairwise(plain)}
    for key in pairs & index.keys():
        place = plain.find(key)
        while place >= 0:
            name = next((name for name in index[key] if plain.startswith(name, place)), None)
            if name:
                yield place, name
            place = plain.find(key, place + 1)


def _around(reading: Reading, start: int, end: int) -> str:
    sentence = reading.sentence_at(start)
    return reading.plain[max(sentence.start, start - _BEFORE) : min(sentence.end, end + _BEHIND)]


def of_others(reading: Reading) -> Iterator[Hit]:
    if not reading.known.others:
        return
    own = [spelling for name in reading.known.names for spelling in (name.name, *name.aliases)]
    own.append(reading.known.bureau)
    hits = sorted(_places(reading.plain, reading.known.others))
    end = 0
    for place, name in hits:
        if place < end or _is_own(reading.plain, place, name, own):
            continue
        end = place + len(name)
        if not _DEALINGS.search(_around(reading, place, end)):
            yield Hit(
                place,
                end,
                f"“{name}”是别的单位的名称，不在本单位的名录里，可能是套用别处材料留下的，请核对。",
            )


def _is_own(plain: str, place: int, name: str, own: Collection[str]) -> bool:
    for longer in own:
        at = longer.find(name)
        if at >= 0 and plain.startswith(longer, place - at):
            return True
    return False


def former(reading: Reading) -> Iterator[Hit]:
    for item in reading.known.names:
        if not item.is_former:
            continue
        for name in (item.name, *item.aliases):
            place = reading.plain.find(name) if len(name) > 1 else -1
            while place >= 0:
                end = place + len(name)
                if not _FORMERLY.search(_around(reading, place, end)):
                    why = "已经调离或者不再任职" if item.kind == "person" else "已经撤并或者更名"
                    yield Hit(place, end, f"名录里记着“{name}”{why}，请核对这里是不是往年留下的。")
                place = reading.plain.find(name, end)


def chiefs(reading: Reading) -> Iterator[Hit]:
    persons = [item for item in reading.known.names if item.kind == "person" and not item.is_former]
    found = [
        match
        for match in _CHIEF.finditer(reading.plain)
        if reading.plain[max(0, match.start() - 1) : match.start()] not in tuple("副县市省区厅校")
        and not _OF_OTHERS.search(reading.plain, max(0, match.start() - 8), match.start())
    ]
    if persons:
        yield from _not_in_directory(reading, found, persons)
        return
    yield from _two_chiefs([match for match in found if match["post"] == "局长"])


def _two_chiefs(found: list[re.Match[str]]) -> Iterator[Hit]:
    """Where one paper names several 局长: those named less often."""
    names = Counter(match["name"] for match in found)
    if len(names) < 2:
        return
    usual = names.most_common(1)[0][0]
    for match in found:
        if names[match["name"]] <= len(found) / 2:
            other = next(name for name in names if name != match["name"]) if match["name"] == usual else usual
            yield Hit(
                *match.span("name"),
                f"这里的局长是“{match['name']}”，别处是“{other}”，请核对是不是往年或别处留下的。",
                evidence=f"同一份材料里有{len(names)}个局长：{match['name']}、{other}",
            )


def _not_in_directory(
    reading: Reading, found: list[re.Match[str]], persons: list[KnownName]
) -> Iterator[Hit]:
    names = {
        spelling
        for item in reading.known.names
        if item.kind == "person"
        for spelling in (item.name, *item.aliases)
    }
    posts = " ".join(item.post for item in persons)
    for match in found:
        if match["post"] not in posts:
            continue
        name = next((name for name in names if reading.plain.startswith(name, match.start("name"))), "")
        if name:
            yield from _other_post(match, name, persons)
            continue
        yield Hit(
            *match.span("name"),
            f"名录里没有担任{match['post']}的“{match['name']}”，请核对姓名和职务。",
        )
    for match in _BY_SURNAME.finditer(reading.plain):
        able = [item for item in persons if item.post.endswith("局长")]
        if able and not any(item.name.startswith(match["name"]) for item in able):
            yield Hit(*match.span(), f"名录里的局领导没有姓“{match['name']}”的，请核对。")


def _other_post(match: re.Match[str], name: str, persons: list[KnownName]) -> Iterator[Hit]:
    """局长 before the name of one whose post is another."""
    person = next((item for item in persons if name in (item.name, *item.aliases)), None)
    if (
        person
        and person.post
        and match["post"] not in re.split("[、,，兼和 ]", person.post.replace("副局长", "副职"))
    ):
        if match["post"] in person.post.replace("副局长", ""):
            return
        yield Hit(
            match.start(),
            match.start("name") + len(name),
            f"名录里{name}的职务是{person.post}，这里写成了{match['post']}，请核对。",
            evidence=f"名录：{name}，{person.post}",
        )


def order(reading: Reading) -> Iterator[Hit]:
    """甲、乙 where the directory ranks 乙 before 甲."""
    ranked = {item.name: item for item in reading.known.names if item.kind == "person" and item.rank}
    if len(ranked) < 2:
        return
    found = sorted(
        (match.start(), match.end(), match[0])
        for match in re.finditer("|".join(map(re.escape, ranked)), reading.plain)
    )
    for (start, end, name), (other_start, other_end, other) in pairwise(found):
        between = reading.plain[end:other_start]
        are_listed = len(between) <= _BEHIND and "、" in between and not _STOP.search(between)
        if are_listed and ranked[name].rank > ranked[other].rank:
            yield Hit(
                start,
                other_end,
                f"按名录的排序，{other}应当排在{name}的前面，请核对。",
                evidence=f"名录排序：{other}第{ranked[other].rank}，{name}第{ranked[name].rank}",
            )


def other_bureau(reading: Reading) -> Iterator[Hit]:
    """青岩县教育局 in the paper of 云峰县教育局: two counties, both as though they were one's own."""
    own = _own_bureau(reading)
    mine = own["place"] if own else _own_level(reading)
    if not mine:
        return
    for match, _ in led_by(reading.plain, _PLACE_BEFORE, _OF_PLACE, _LONGEST_PLACE):
        place, start = match["place"], match.start()
        if len(place) > _SHORTEST and _NO_PLACE.match(place):
            place, start = place[1:], start + 1
        if mine.endswith(place) or place.endswith(mine):
            continue
        if own is None and reading.plain[start - 1 : start] not in _BORDER:
            continue
        if _NO_PLACE.search(place[:-1]) or _DEALINGS.search(_around(reading, match.start(), match.end())):
            continue
        is_led = reading.plain[match.end()] in "委人"
        if is_led and start and reading.plain[start - 1] not in _BORDER:
            continue
        if is_led and _LEADS_TO.match(place[:-1]):
            continue
        if reading.plain[max(0, match.start() - 2) : match.end()].endswith(mine):
            continue
        yield Hit(
            start,
            match.end(),
            f"材料是{mine}的，这里却是“{place}”，可能是套用别处材料留下的，请核对。",
            evidence=f"标题或本单位为{mine}，文中为{place}" if own else f"通篇写“全{mine}”，文中为{place}",
        )


def _own_bureau(reading: Reading) -> re.Match[str] | None:
    """The bureau whose paper it is: known, or named in the title, by the speaker, or below."""
    document = reading.understood.document
    signed = document.sign_off.name if document.sign_off else ""
    for words in (reading.known.bureau, reading.understood.title, document.speaker, signed):
        found = _BUREAU.search(words) or _TITLED.match(words)
        if found and not _NO_PLACE.search(found["place"][:-1]):
            return found
    return None


def _own_level(reading: Reading) -> str:
    """县 or 区 if the paper speaks of 全县 again and again, and never of 全区; else nothing."""
    counties, districts = reading.plain.count("全县"), reading.plain.count("全区")
    if (counties and districts) or counties + districts < _OFTEN:
        return ""
    return "县" if counties else "区"


_DIRECTORY = Known(
    year=2024,
    bureau="云峰县教育局",
    names=(
        KnownName("place", "云峰县"),
        KnownName("school", "云峰县第一小学", aliases=("云峰一小",)),
        KnownName("school", "柳河小学", is_former=True),
        KnownName("person", "周正平", post="局长", rank=1),
        KnownName("person", "林晓岚", post="副局长", rank=2),
        KnownName("person", "何立新", post="副局长", rank=3),
        KnownName("person", "孟庆华", post="局长", is_former=True),
    ),
    others=("青岩县", "青岩县教育局", "临溪镇"),
)
_CUSTOM = "公文写作惯例；本单位的名录"


def _rule(
    code: str, title: str, about: str, find: Callable[[Reading], Iterator[Hit]], cases: tuple[Case, ...]
) -> Rule:
    return Rule(
        code=code,
        family="residue",
        title=title,
        severity="suspect",
        kind="other",
        authority=_CUSTOM,
        about=about,
        find=find,
        cases=cases,
    )


RULES = (
    _rule(
        "name-of-others",
        "别的单位的名称",
        "文中出现别的地方、别的单位的名称，可能是套用留下的。说到考察、交流、帮扶、经验的不在此列。",
        of_others,
        (
            Case("在青岩县委、县政府的领导下，工作有力。", ("青岩县",), _DIRECTORY),
            Case("赴青岩县考察学习课堂改革，收获很大。", (), _DIRECTORY),
            Case("临溪镇各校开展了专项整治。", ("临溪镇",), _DIRECTORY),
            Case("青岩县教育局高度重视，全面部署。", ("青岩县教育局",), _DIRECTORY),
            Case("全年投入用于临溪镇、城关镇校舍改造。", ("临溪镇",), _DIRECTORY),
            Case("与青岩县教育局结对，互派教师12名。", (), _DIRECTORY),
            Case("云峰县教育局高度重视，全面部署。", (), _DIRECTORY),
            Case("在青岩县委、县政府的领导下，工作有力。"),
            Case("借鉴青岩县的做法，改进督导工作。", (), _DIRECTORY),
            Case("邀请青岩县名师来县讲学。", (), _DIRECTORY),
            Case("会同青岩县开展联合教研。", (), _DIRECTORY),
        ),
    ),
    _rule(
        "former-name",
        "已不用的名称",
        "名录里记为“已不用”的人名、校名又出现在材料里。说明是原任、撤并、更名的不在此列。",
        former,
        (
            Case("孟庆华同志主持召开动员大会。", ("孟庆华",), _DIRECTORY),
            Case("原局长孟庆华同志退休。", (), _DIRECTORY),
            Case("柳河小学教学质量稳步提高。", ("柳河小学",), _DIRECTORY),
            Case("由孟庆华任组长，统筹推进。", ("孟庆华",), _DIRECTORY),
            Case("在柳河小学召开现场会。", ("柳河小学",), _DIRECTORY),
            Case("柳河小学并入云峰一小，布局更加合理。", (), _DIRECTORY),
            Case("周正平同志主持召开动员大会。", (), _DIRECTORY),
            Case("孟庆华同志主持召开动员大会。"),
            Case("撤并柳河小学等3所教学点。", (), _DIRECTORY),
            Case("云峰一小教学质量稳步提高。", (), _DIRECTORY),
            Case("老局长孟庆华回乡助学。", (), _DIRECTORY),
        ),
    ),
    _rule(
        "unknown-chief",
        "领导的姓名",
        "职务后面的姓名不在名录里；没有名录时，同一份材料里局长有两个姓名。上级和外单位的领导不在此列。",
        chiefs,
        (
            Case("局长王建国同志作了动员讲话。", ("王建国",), _DIRECTORY),
            Case("局长周正平同志作了动员讲话。", (), _DIRECTORY),
            Case("王局长带队深入学校督查。", ("王局长",), _DIRECTORY),
            Case("局长王建国主持会议，局长周正平作讲话，局长周正平提出要求。", ("王建国",)),
            Case("会上，局长陈志远、副局长林晓岚分别讲话。", ("陈志远",), _DIRECTORY),
            Case("局长林晓岚到会并讲话。", ("局长林晓岚",), _DIRECTORY),
            Case("周局长带队深入学校督查。", (), _DIRECTORY),
            Case("副局长林晓岚在会上通报情况。", (), _DIRECTORY),
            Case("市教育局局长王建国到我县调研。", (), _DIRECTORY),
            Case("局长王建国同志作了动员讲话。"),
            Case("县公安局局长李强参加会议。", (), _DIRECTORY),
            Case("局长高度重视，亲自部署。", (), _DIRECTORY),
            Case("成立由局长任组长、主任任副组长的专班。", (), _DIRECTORY),
        ),
    ),
    _rule(
        "leaders-order",
        "领导的排序",
        "并列的局领导应当按名录里的排序。",
        order,
        (
            Case("何立新、林晓岚分别带队督查。", ("何立新、林晓岚",), _DIRECTORY),
            Case("林晓岚、何立新分别带队督查。", (), _DIRECTORY),
            Case("局领导林晓岚、周正平出席。", ("林晓岚、周正平",), _DIRECTORY),
            Case("副局长何立新、局长周正平出席。", ("何立新、局长周正平",), _DIRECTORY),
            Case("周正平、何立新、林晓岚出席。", ("何立新、林晓岚",), _DIRECTORY),
            Case("周正平、林晓岚、何立新出席。", (), _DIRECTORY),
            Case("何立新作汇报，周正平作讲话。", (), _DIRECTORY),
            Case("何立新、林晓岚分别带队督查。"),
            Case("林晓岚带队督查。周正平作总结。", (), _DIRECTORY),
            Case("局长周正平，副局长何立新出席。", (), _DIRECTORY),
            Case("何立新汇报了情况；林晓岚作了补充。", (), _DIRECTORY),
        ),
    ),
    _rule(
        "other-bureau",
        "两个县区的名称",
        "材料是一个县（区）的，文中却把另一个县（区）写成本地。说到考察、交流、帮扶的不在此列。",
        other_bureau,
        (
            Case("云峰县教育局2024年工作总结\n在青岩县委、县政府的领导下，工作有力。", ("青岩县",)),
            Case("云峰县教育局2024年工作总结\n在云峰县委、县政府的领导下，工作有力。"),
            Case("云峰县教育局2024年工作总结\n青岩县教育局狠抓落实。", ("青岩县",)),
            Case("青岩县人民政府高度重视教育。", ("青岩县",), _DIRECTORY),
            Case("云峰区教育局2024年工作总结\n青岩区教育局印发方案。", ("青岩区",)),
            Case("云峰县教育局2024年工作总结\n赴青岩县教育局考察学习。"),
            Case("云峰县教育局2024年工作总结\n在市教育局的指导下，我县教育局狠抓落实。"),
            Case("云峰县教育局2024年工作总结\n各县教育局都派人参加。"),
            Case("云峰县教育局2024年工作总结\n一年来，紧扣县委、县政府中心工作，狠抓落实。"),
            Case("2024年工作总结\n青岩县教育局狠抓落实。"),
            Case("在云峰县2024年教育工作会议上的讲话\n在青岩县委、县政府的领导下，工作有力。", ("青岩县",)),
            Case(
                "工作汇报\n全区平稳。全区有序。全区达标。全区落实。全区过关。\n在青岩岭县委、县政府的领导下，工作有力。",
                ("青岩岭县",),
            ),
            Case(
                "工作汇报\n全县平稳。全县有序。全县达标。全县落实。全县过关。\n在青岩岭县委、县政府的领导下，工作有力。"
            ),
            Case("云峰县教育局2024年工作总结\n云泽市教育局通报表扬我局。"),
            Case("云泽市云峰县教育局2024年工作总结\n云峰县人民政府高度重视。"),
        ),
    ),
)
