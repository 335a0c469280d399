"""What an amount counts: the words beside it, and where they say too little, what it inherits."""

import re
from typing import NamedTuple

from edusum.document.understanding.gates import gated
from edusum.document.understanding.nouns import noun_at, says_only_which
from edusum.document.understanding.words import CUT, chunks

_UNITS_THAT_NAME = {"校": "学校", "县": "县", "镇": "镇", "乡": "乡", "村": "村"}
ENOUGH = 4
LONGEST = 16
_BEHIND = re.compile(r"(?:及以上|以上|以下|左右|上下|以内|之内|及以下)")
_FIRST_BEHIND = frozenset("及以左上之")
_PAUSE = re.compile("[，。；、,;]")
_PREDICATE = re.compile(
    r"获得?|荣获|取得|参加|参与|参训|通过|接受|享受|被|评为|申请|申报|符合|走上|组成|签订|撰写"
    r"|当选|入选|入围|立项|结题|开工|完工|竣工|封顶|报名|办理|考取"
    r"|升入|就读|毕业(?![生证典])|调入|晋升|参评|参赛|命名|确认|授予|存在|需要?|负责|担任|受到"
    r"|得到|能|可|来自|纳入|达标|试用|无法|因|进校|到校|到(?=[\u4e00-\u9fff]{2,8}任)"
)
_NAMED = re.compile(
    gated(
        "评认确命列定授获荣取为",
        r"(?:评为|评定为|认定为|确认为|命名为|列为|定为|授予|获评|荣获|获得?"
        r"|取得)(?:了)?[^“《，。；]{0,12}“([^”\n]{2,16})”|(?:评为|评定为|认定为|确认为|命名为|列为"
        r"|授予|获评)(?:了)?([^，。；、\n]{2,16})|^为([^，。；、\n]{3,14})$",
    )
)
_DESCRIBED = re.compile(r"(([^，。；,;“”\n的]{1,24})的)([^，。；、,;\n的]{2,14})")
_NO_TIE = re.compile(r"[“《]|重点|基本|全国")
_TITLE = re.compile(r"《([^》\n]{2,14})》[^，。；、\n]{0,8}?(?=学习|培训|考试|竞赛|讲座|测试|宣讲|班)")
_SPENT = re.compile(r"(?:投资|投入|拨款|筹资|捐资|出资|斥资|花费|安排资金)$")
_RATE = re.compile(
    r"(?:[毛净]|按时|综合|平均|总|一次性?)?[\u4e00-\u9fff]{2}(?:率|度|面)$|(?:占比|比例|比重|比)$"
)
_SHARE_OF = re.compile(
    r"占(?![地有])(?:到|了|比)?([^占，。；,;]{0,24}?)(?:的|比例|比重|达到?|为|约|近|超过|逾)*$"
)
_CHANGE = re.compile(
    r"(同比增长|同比下降|增长|增加|减少|下降|降低|提高|提升|上升|扩大|缩小|增幅|净增|高出?|低"
    r"|多|少|增)(?:了|约|近|达|为|幅度)*$"
)
_ENDS = re.compile(r"(?:数量|总数|数)?(?:达|(?<![行作认])为|有|共|约|近|占|各|至|到|于|等|拿出|内|之上)$")
_LAST_OF_ENDS = frozenset("达为有共约近占各至到于等出内上\n")
_STARTS = re.compile(r"^(?:和|与|及|以|并|其|该|每|共|由|名|个|们)(?=[\u4e00-\u9fff]{3})")
_FIRST_OF_STARTS = frozenset("和与及以并其该每共由名个们")
_REACHED = re.compile(r"已?达到?(?=[^，。；]{2,16}的$)")
_PUPILS = re.compile("^(?:小学|初中|高中|中学)生")
_WHOSE = re.compile(
    r"^(?:高中阶段|义务教育阶段|学前教育阶段|[全各]?[省市县区校州](?=[小初高中幼城农])|城区"
    r"|农村|城镇|乡村|城市|县城|公办|民办|小学(?!生)|初中(?!生)|高中(?!生)|中学(?!生)|中职"
    r"|普通高中|学前三年|学前一年|男|女){1,3}"
)
_OF_A_SHARE = re.compile(r"的(?:比例|比重|目标|要求|标准|水平|速度|幅度|增速)")


class Own(NamedTuple):
    """What stands beside an amount. `is_dependent`: it says nothing without what was counted before.

    `is_thin`: the sentence says more of it further on the left.
    """

    words: str
    is_dependent: bool = False
    is_thin: bool = False


def gathered(parts: list[str], *, enough: int = ENOUGH) -> str:
    """So many parts from the right as say enough together, and none that would make them too long."""
    label = ""
    for part in reversed(parts):
        if len(label) >= enough or (label and len(label) + len(part) > LONGEST):
            break
        label = part + label
    return trimmed(label)


def trimmed(label: str) -> str:
    """Without loose ends; the last words of what is too long."""
    label = _without_end(label) or label
    if label[:1] in _FIRST_OF_STARTS:
        label = _STARTS.sub("", label)
    return label[-LONGEST:]


def _without_end(label: str) -> str:
    return _ENDS.sub("", label) if label[-1:] in _LAST_OF_ENDS else label


def thing_behind(after: str, unit: str, kind: str) -> tuple[str, str]:
    """The noun right behind a unit and what is said of it: 「教师获得高级职称」 → 教师, 获得高级职称."""
    after = after.lstrip()
    limit = _BEHIND.match(after) if after[:1] in _FIRST_BEHIND else None
    after = after[limit.end() :].lstrip("的 ") if limit else after.removeprefix("的")
    described = _DESCRIBED.match(after) if "的" in after else None
    if described and not _PREDICATE.search(described[2]) and not noun_at(described[2], unit, kind):
        noun = noun_at(described[3], unit, kind) or "".join(chunks(described[3])[:1])
        if noun:
            return noun, described[1] + after[described.start(3) + len(noun) :]
    if not after or _PREDICATE.match(after) or (CUT.match(after) and not _NO_TIE.match(after)):
        return "", ""
    noun = noun_at(after, unit, kind)
    if not noun:
        verb = _PREDICATE.search(after, 1)
        parts = chunks(after[: verb.start()] if verb else after)
        noun = parts[0] if parts else ""
    end = after.find(noun) + len(noun)
    return noun.strip("“”《》\"' 的"), after[end:]


def predicate(said: str) -> str:
    """What a thing did or was named, in few words: 「被评为“平安校园”」 → 平安校园."""
    if not said:
        return ""
    named = _NAMED.search(said)
    if named:
        return (named[1] or named[2] or named[3]).strip("“”《》")
    title = _TITLE.search(said)
    if title:
        return title[1]
    clause = _PAUSE.split(said, maxsplit=1)[0]
    words = "".join(chunks(clause)) if clause else ""
    return words[: LONGEST - 4] if _PREDICATE.match(words) else ""


def own_of_count(before: str, after: str, unit: str, kind: str) -> Own:
    """Of 「3名中学校长」, 「中学校长3名」, 「培训校长3名」, 「3名教师获奖」."""
    if unit in _UNITS_THAT_NAME:
        return Own(gathered([*chunks(before), _UNITS_THAT_NAME[unit]]), is_thin=True)
    noun, said = thing_behind(after, unit, kind)
    is_list = before.rstrip().endswith("等")
    parts = [] if is_list else chunks(before)
    if kind == "money" and parts and _SPENT.search(parts[-1]):
        aim = "".join(chunks(after)[:2])[:LONGEST]
        return Own(aim + parts[-1] if aim else gathered(parts), is_thin=not aim)
    if noun:
        return Own(_named(trimmed(noun), said, parts), is_thin=not parts and not is_list)
    done = predicate(after)
    if not parts:
        return Own(done, is_thin=True) if done else Own("", is_dependent=True)
    head = trimmed(parts[-1])
    if says_only_which(head, kind):
        return Own(gathered(parts, enough=2), is_dependent=True)
    label = gathered(parts)
    return Own(done + label if done and len(done) + len(label) <= LONGEST + 4 else label)


def _named(noun: str, said: str, parts: list[str]) -> str:
    done = predicate(said)
    if done:
        return done if noun in done[-len(noun) - 2 :] else done + noun
    if len(noun) > ENOUGH + 1:
        return noun
    rest = chunks(said[:8]) if said and not CUT.match(said) and "，" not in said[:1] else []
    if rest:
        return trimmed(noun + rest[0])
    return gathered([*parts, noun], enough=ENOUGH + 2) if parts else noun


def own_of_share(before: str, after: str) -> Own:
    """Of 「入学率达99%」, 「占教师总数的67%」, 「65%的教师参加培训」."""
    share = _SHARE_OF.search(before) if "占" in before else None
    if share:
        whole, part = gathered(chunks(share[1])), gathered(chunks(before[: share.start()]))
        named = f"占{whole}比例" if whole else "占比"
        return Own(part + named) if part else Own(named, is_dependent=True)
    rest = after.lstrip()
    limit = _BEHIND.match(rest) if rest[:1] in _FIRST_BEHIND else None
    rest = rest[limit.end() :] if limit else rest
    if rest.startswith("的") and not _OF_A_SHARE.match(rest):
        noun, said = thing_behind(rest, "", "any")
        if noun:
            done = predicate(said) or "".join(chunks(said))[: LONGEST - 6]
            return Own(f"{done}{trimmed(noun)}比例")
    parts = chunks(before)
    if not parts:
        return Own("", is_dependent=True)
    last = _without_end(parts[-1])
    rate = _RATE.search(last)
    if rate is None and before.rstrip().endswith("的"):
        reached = _REACHED.search(before)
        part = gathered(chunks(before[: reached.start()])) if reached else ""
        return Own(f"{part}占{gathered(chunks(before[reached.end() :]) if reached else parts)}比例")
    whole = next((part for part in parts[:-1] if _RATE.search(part)), "") if rate is None else ""
    if whole:
        return Own(joined(last, base_of(whole)))
    if rate is None:
        return Own(gathered(parts), is_dependent=len(last) < ENOUGH)
    if rate.start() > 1:
        return Own(trimmed(last))
    return Own(gathered(parts, enough=len(last) + 1)) if len(parts) > 1 else Own(last, is_dependent=True)


def without_rate(label: str) -> str:
    """小学入学率 → 小学, 考试人数 → 考试: what a rate named alone belongs to."""
    rate = _RATE.search(label)
    return label[: rate.start()] if rate else re.sub(r"(?:总?人数|人次|数量|总数)$", "", label)


def rate_of(label: str) -> str:
    """小学入学率 → 入学率, or ""."""
    rate = _RATE.search(label)
    return rate[0] if rate else ""


def change_named(before: str) -> str:
    """The verb of a change right before a number, or ""."""
    change = _CHANGE.search(before)
    return change[1] if change else ""


def base_of(root: str) -> str:
    """城区小学班额 → 班额: without where and which, for a brother to put its own before it."""
    base = _PUPILS.sub("学生", _WHOSE.sub("", root))
    return base if len(base) > 1 else root


def joined(words: str, root: str) -> str:
    """城区 + 学前教育机构; what both have is said once."""
    if not root or root in words:
        return words
    if not words or words in root:
        return root
    for length in range(min(4, len(root), len(words)), 0, -1):
        if words.endswith(root[:length]):
            return words + root[length:]
    room = LONGEST + 4 - len(words)
    return words + (root if len(root) <= room else root[-room:])


def rate_joined(subject: str, rate: str) -> str:
    """本科上线 + 上线率 → 本科上线率, 整改隐患 + 整改率 → 隐患整改率."""
    stem = rate.removesuffix("率")
    if len(stem) > 1 and subject.startswith(stem) and len(subject) > len(stem) + 1:
        subject = subject[len(stem) :]
    return joined(subject, rate)
