"""Announced counts (四点意见, 三个到位, 五项制度) and what is then listed, before or behind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edusum.proofreading.reading import Reading

_NOT_BEFORE = frozenset("第前近每这那几十百千万零〇余后上各首0123456789.,一二三四五六七八九:")
_COUNT = re.compile(
    r"(?P<number>[二两三四五六七八九十\d](?:(?<=十)[一二三四五六七八九]|(?<=\d)\d)?)"
    r"(?P<sort>个字|个方面|方面|句话|[大个项条点类种件所门册字章步批场家名位级道科])"
    r"(?!百分点|多?月|工作日|小时|学期|星期|半|次|年级|年|位一体|期|以上|左右)"
    r"(?P<thing>[“\"]?[^,，。;；:：!?、\n(（)）“”\"\d]{0,12}[”\"]?)"
)
_STOPS = ",。;:!?\n()"
_STOP = re.compile(f"[{_STOPS}]")
_COUNTED = re.compile("[一二两三四五六七八九十][个大项条]")
_AND = re.compile("以及|和(?![谐平睦])|(?<!参)与(?!会)|(?<![普涉以顾遍])及(?![时格])")
_VERB_END = re.compile(
    r"(?:开设|开展|建立|组织|实施|完成|举办|新建|获得?|评选|的|有|为|设|设立|了|共|新增|建成|各|均|分|作为|与|和|推进|落实"
    r"|做好|抓好|取得|制定|出台|形成|创建|打造|采取|提出|召开|下发|印发|培养|培训|承担|选派|聘请|配备|安排|参加|抽查|检查|至|到|近|约|等|成|对|在|从|按|用|达|这|其中|是|投入|共有|增加|减少)$"
)
_HERALD = re.compile(
    "以下|如下|[讲谈提]|做好|抓好|做到|开好|存在|重点|主要|突出|实现|落实|坚持|着力|围绕|采取|处理好|打好|体现|分为|抓住|把握|强化|实施|形成"
)
_SENTENCE_END = re.compile(r"[。\n!?]")
_NAMING = re.compile(":|即|分别|就是")
_THAT_IS = re.compile(r"[^,。;:!?\n(“”]{0,6}[”\"]?[^,。;:!?\n(]{0,6},?(?:即|分别是|分别为|就是|也就是):?")
_RESPECTIVELY = re.compile(r",(?:分别为|分别是|即)(?P<list>[^。;:!?\n\d]{4,120})[。;]")
_COLON = re.compile(r"[^,。;:!?\n(]{0,10}:")
_END = re.compile(r"[^,。;:!?\n(]{0,14}(?P<end>[:。]|(?=\n)|$)\s?")
_ALL_ALIKE = 6
_LEADING = re.compile(r"[0-9]{1,3}")
_ALONE = frozenset(("册", "类", "方面", "个方面"))
_NUMBERING = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2}){0,3}[.．、]?\s*(?=[^\d.])")
_INTO = re.compile("(?:拓展|扩展|扩大|归纳|归|分|划分|细化|分解|概括)(?:为|成)|包括|涵盖")
_TITLES = re.compile("(?:“[^“”、]{1,12}”){2,10}$")
_HANZI = "一二三四五六七八九十"
_VALUES = {
    "两": 2,
    **{hanzi: number for number, hanzi in enumerate(_HANZI, 1)},
    **{f"十{hanzi}": number for number, hanzi in enumerate(_HANZI[:9], 11)},
}
_SCOPE = 6000
_FIRSTS = re.compile(
    r"(?P<item>一是)|(?P<must>一要)|(?P<other>其一)|(?P<first>首先)|(?P<ordinal>第一(?:[,，、]|[是个件点项方大步组]))"
    r"|(?P<paren>[(（]一[)）])|(?P<chinese>一、)|(?P<digit>1[、.．](?!\d))|(?P<digits>[(（]1[)）])"
)
_STRUCTURE = frozenset({"paren", "chinese", "digit", "digits"})
_HIGHER = re.compile(
    r"\n[ 　]{0,4}(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）]"
    r"|第[一二三四五六七八九十][部章])"
)
_TAIL = 2


@dataclass(frozen=True, slots=True)
class Announced:
    """text[start:end] says so many; `listed` are named. `is_sure`: what is listed is plainly the list."""

    start: int
    end: int
    number: int
    listed: int
    names: tuple[str, ...]
    is_sure: bool


def wrong_counts(reading: "Reading") -> Iterator[Announced]:
    """Each announced count that what is listed does not make up, once for each place."""
    plain = reading.plain
    for match in _COUNT.finditer(plain):
        if plain[match.start() - 1 : match.start()] in _NOT_BEFORE:
            continue
        number = _VALUES.get(match["number"]) or int(match["number"])
        if not 2 <= number <= 20:
            continue
        found = (
            _behind(plain, match, number)
            or _named_behind(plain, match, number)
            or _before(plain, match, number)
        )
        if found and found.listed != number:
            yield found


def _told(
    match: re.Match[str], number: int, names: Sequence[str], *, is_sure: bool, listed: int = 0
) -> Announced:
    return Announced(match.start(), match.end("sort"), number, listed or len(names), tuple(names), is_sure)


def _before(plain: str, match: re.Match[str], number: int) -> Announced | None:
    """学习调研、分析检查、整改落实三个阶段: what is listed right before the number."""
    start = match.start()
    if plain[start - 1 : start] in '”"':
        titles = _TITLES.search(plain[max(0, start - 120) : start])
        if titles:
            return _from_titles(match, number, re.findall("“([^“”]*)”", titles[0]))
        opening = _opening(plain, start)
        if opening is not None:
            names = [name for name in plain[opening : start - 1].split("、") if name]
            is_list = len(names) > 1 and not re.search("[,。;]", plain[opening:start])
            return _from_quotes(match, number, names) if is_list else None
    return _from_segment(plain, match, number)


def _from_segment(plain: str, match: re.Match[str], number: int) -> Announced | None:
    """What stands between the last stop and the number, where 、 divides it."""
    start = match.start()
    since = max(0, start - 160)
    last = plain.rfind("、", since, start)
    if plain.startswith(("、“", '、"'), start - 2):
        return None
    if last < 0 or _STOP.search(plain, last, start) or not (match["thing"] or match["sort"] in _ALONE):
        return None
    left = max(plain.rfind(sign, since, start) for sign in _STOPS) + 1
    segment = _NUMBERING.sub("", plain[left:start].rstrip(' “"'))
    if "、" not in segment or len(segment) > 150 or segment.count("“") != segment.count("”"):
        return None
    listed, open_end = segment, False
    if segment.endswith("等"):
        listed, open_end = segment[:-1], True
    names = [name for name in listed.split("、") if name.strip()]
    if names:
        names[0] = _INTO.split(names[0])[-1] or names[0]
    if len(names) < 2 or any(map(_COUNTED.search, names)):
        return None
    if _VERB_END.search(names[-1]) or any(map(str.isdigit, listed)):
        return None
    return _from_list(match, number, names, open_end=open_end)


def _opening(plain: str, start: int) -> int | None:
    opening = max(
        plain.rfind("“", max(0, start - 80), start), plain.rfind('"', max(0, start - 80), start - 1)
    )
    return opening + 1 if opening >= 0 else None


def _from_titles(match: re.Match[str], number: int, names: list[str]) -> Announced | None:
    is_near = len(names) != number and abs(len(names) - number) <= _TAIL
    return _told(match, number, names, is_sure=False) if is_near else None


def _from_quotes(match: re.Match[str], number: int, names: list[str]) -> Announced | None:
    if match["sort"] in ("字", "个字"):
        signs = sum(len(name) for name in names)
        if number in (signs, len(names)):
            return None
        return _told(match, number, names, is_sure=True, listed=signs)
    if could_be(names, number):
        return None
    return _told(match, number, names, is_sure=True)


def could_be(names: Sequence[str], number: int) -> bool:
    """Whether the list can be read as so many: 和 may divide two things or belong to one."""
    most = len(names) + sum(len(_AND.findall(name)) for name in names)
    return len(names) <= number <= most


def _from_list(match: re.Match[str], number: int, names: list[str], *, open_end: bool) -> Announced | None:
    every = [part for name in names for part in _AND.split(name) if part]
    if len(every) > len(names) and number > len(every) > 2:
        names = every
    if could_be(names, number) or abs(len(names) - number) > _TAIL:
        return None
    if len(names) > number:
        is_plain = open_end or _is_parallel(names)
        if not is_plain or (match["sort"] in ("名", "位", "家", "级") and not open_end):
            return None
        return _told(match, number, names, is_sure=False)
    if open_end or match["sort"] in ("名", "位", "级", "章"):
        return None
    if len(names) == 2 and not (match["number"] in _HANZI and _is_parallel(names)):
        return None
    return _told(match, number, names, is_sure=len(names) > 2 and match["number"] in _HANZI)


def _is_parallel(names: Sequence[str]) -> bool:
    """Whether the things are named alike: as long as each other, but for the verb before the first."""
    lengths = {len(name) for name in names[1:]}
    return len(lengths) == 1 and 0 <= len(names[0]) - min(lengths) <= _ALL_ALIKE


def _named_behind(plain: str, match: re.Match[str], number: int) -> Announced | None:
    """三个“强化”，即…；…；…。 3所学校被认定，分别为甲、乙和丙。"""
    at = match.end("sort")
    end = _SENTENCE_END.search(plain, at, at + 400)
    stop = end.start() if end else min(len(plain), at + 400)
    if not _NAMING.search(plain, at, stop):
        return None
    that_is = _THAT_IS.match(plain, at, stop)
    named = that_is or _COLON.match(plain, at, stop)
    if named:
        return _of_rest(match, number, plain[named.end() : stop], is_named=bool(that_is))
    found = _RESPECTIVELY.search(plain, at, min(stop + 1, at + 160))
    if not found or _COUNT.search(plain, at, found.start()) or re.search("等|分别[^为是]", found["list"]):
        return None
    if re.search(r"\d", plain[at : found.start()]) or re.search("[,，]", found["list"]):
        return None
    names = re.split("、|和|与|及", found["list"])
    if len(names) < 2 or could_be(found["list"].split("、"), number) or abs(len(names) - number) > _TAIL:
        return None
    return _told(match, number, names, is_sure=True)


def _of_rest(match: re.Match[str], number: int, rest: str, *, is_named: bool) -> Announced | None:
    if "等" in rest[-3:] or not rest or len(rest) > 160:
        return None
    word = re.sub('[“”"]', "", match["thing"])
    again = rest.count(word) if len(word) > 1 else 0
    if again >= 2 and word not in ("工作", "方面"):
        names = [word] * again
        return (
            None
            if again == number or abs(again - number) > _TAIL
            else _told(match, number, names, is_sure=False, listed=again)
        )
    if "；" in rest or ";" in rest:
        names = re.split("[；;]", rest)
        if len({name[:1] for name in names}) > 1:
            return None
    elif "，" in rest or "," in rest:
        names = re.split("[，,]", rest)
        if not (
            all(re.match(r"\d{1,2}月", name) for name in names) or len({name[:2] for name in names}) == 1
        ):
            return None
    else:
        names = rest.strip("“”").split("、")
        if not is_named and not _is_parallel(names):
            return None
    names = [name for name in names if name.strip()]
    if number == sum(int(told[0]) for name in names if (told := _LEADING.match(name))):
        return None
    if len(names) < 2 or could_be(names, number) or abs(len(names) - number) > _TAIL:
        return None
    return _told(match, number, names, is_sure=False)


def _behind(plain: str, match: re.Match[str], number: int) -> Announced | None:
    """三个到位：一是…二是…; 以下五项工作：（一）…（二）…."""
    at = match.end("sort")
    end = _END.match(plain, at, at + 40)
    if not end:
        return None
    place = end.end()
    first = _FIRSTS.match(plain, place) or _FIRSTS.match(
        plain, place + 1 if plain[place : place + 1] in "\n \u3000" else place
    )
    if not first:
        return None
    sentence = plain[max(0, match.start() - 40) : place]
    sentence = re.split("[。\n;；]", sentence.rstrip("。：:\n "))[-1]
    is_led = end["end"] in ":：" if end["end"] else False
    if not is_led and not _HERALD.search(sentence):
        return None
    style = first.lastgroup or ""
    count = _chain(plain, first, style)
    if count < 2 or abs(count - number) > _TAIL + 1 or (style == "first" and count > number):
        return None
    return _told(match, number, (), is_sure=is_led or style in _STRUCTURE, listed=count)


def _chain(plain: str, first: re.Match[str], style: str) -> int:
    """How many marks of one kind follow each other from the first on."""
    end = _scope(plain, first, style)
    if style == "first":
        return _of_words(plain, first.end(), end)
    count, place = 1, first.end()
    while count < 20:
        following = _mark(style, count + 1, plain, place, end, first)
        again = _mark(style, 1, plain, place, end, first)
        if following < 0 or (0 <= again < following):
            return count
        place, count = following + 1, count + 1
    return count


def _scope(plain: str, first: re.Match[str], style: str) -> int:
    most = min(len(plain), first.start() + (40_000 if style in _STRUCTURE else _SCOPE))
    if style == "chinese":
        return most
    line = plain.find("\n", first.start(), most)
    line = most if line < 0 else line
    if style not in _STRUCTURE and _mark(style, 2, plain, first.end(), line, first) >= 0:
        opens = plain[max(0, first.start() - 1) : first.start()] == "\n"
        if not opens:
            return line
    for found in _HIGHER.finditer(plain, first.end(), most):
        is_paren = found[0].lstrip()[0] in "(（"
        if not (style == "paren" and is_paren):
            return found.start()
    return most


def _mark(style: str, number: int, plain: str, start: int, end: int, first: re.Match[str]) -> int:
    if number > 19:
        return -1
    hanzi = _HANZI[number - 1] if number <= 10 else "十" + _HANZI[number - 11]
    match style:
        case "item":
            return plain.find(f"{hanzi}是", start, end)
        case "must":
            return plain.find(f"{hanzi}要", start, end)
        case "other":
            return plain.find(f"其{hanzi}", start, end)
        case "ordinal":
            return plain.find(f"第{hanzi}{first[0][2:]}", start, end)
        case "paren":
            return _at_line(plain, [f"（{hanzi}）", f"({hanzi})"], start, end)
        case "chinese":
            return _at_line(plain, [f"{hanzi}、"], start, end)
        case "digit":
            return _at_line(plain, [f"{number}{first[0][1:]}"], start, end)
        case _:
            return _at_line(plain, [f"（{number}）", f"({number})"], start, end)


def _at_line(plain: str, marks: Sequence[str], start: int, end: int) -> int:
    places = [place for mark in marks if (place := plain.find(f"\n{mark}", start, end)) >= 0]
    return min(places, default=-1)


def _of_words(plain: str, start: int, end: int) -> int:
    """首先, 其次, 再次, 最后: how many of them."""
    count = 1
    for words in (("其次",), ("再次", "再者", "第三"), ("第四",), ("最后",)):
        places = [place for word in words if (place := plain.find(word, start, end)) >= 0]
        if places:
            count, start = count + 1, min(places) + 1
    return count if plain.find("最后", start - 1, end) == start - 1 else 0
