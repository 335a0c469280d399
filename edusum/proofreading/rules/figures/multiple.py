import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.loose import loose_multiple
from edusum.proofreading.numbers import Number, meets, preceding, printed, told
from edusum.proofreading.pairs import Pair
from edusum.proofreading.percents import alike
from edusum.proofreading.reading import Reading

_OF = re.compile(r"(?:是|为|相当于|达到?|达)[^,，。;；]{0,16}$")
_OF_THAT = re.compile("^[^,，。;；、]{0,8}的(?:近|约)?$")
_GROWN = re.compile("(?:增长|增加|提高|增|扩大|上升)(?:了|近|约)?$")
_FORMER = re.compile(
    "(?:去年|上年|往年|上一年|年初|治理前|同期|原来|以前|最初|起初|当初|[春秋]季|20[0-9]{2}年)[^,，。;；]{0,6}的(?:近|约)?$"
)
_BOTH = re.compile("前者是后者的|是[^,，。;；\\d]{2,14}的(?:近|约)?$")
_YEAR = re.compile(r"(?<![为是比较到从由\d])(20\d\d)年")
_BASE_YEAR = re.compile(r"[为是](20\d\d)年(?:[^,，。;；]{0,6})的$")
_OF_ITSELF = re.compile("^[是为](20[0-9]{2})年的(?:近|约)?$")
_ANY_YEAR = re.compile("(?<![0-9])(20[0-9]{2})年")
_TOPIC_YEAR = re.compile(
    "(?:^|(?<=[,，。;；:：、\n]))(?:截至|到|至)?(20[0-9]{2})年(?!以来|以前|之前|起|开始|前|—|至|到)"
)
_THAN_YEAR = re.compile("[由从比较]|20[0-9]{2}年的")
_NOW = re.compile("今年|本年|目前|现在|去年|上年|年来|前者")
_MOST_WHOLE = 20_000


def multiple(reading: Reading) -> Iterator[Hit]:
    known = [pair for pair in reading.pairs if pair.present.is_exact and pair.claim is None]
    for claim in reading.numbers:
        if claim.unit != "倍" or not claim.is_exact:
            continue
        before = preceding(reading.numbers, claim, 8, reach=160)
        same = _same_year(reading, claim)
        if same:
            yield Hit(
                claim.start - len(claim.tail),
                claim.end,
                "这里拿当年的数与当年自己相比，比较的年份像是写错了，请核对。",
                evidence=f"前面说的已经是{same}年的数，又说是{same}年的{printed(reading, claim)}",
            )
            continue
        found = _checked(claim, before, known) or _loosely(reading, claim)
        if found and found[1].value > 0:
            present, former, is_sure = found
            grown = 1 if _GROWN.search(claim.tail) else 0
            yield Hit(
                claim.start - len(claim.tail),
                claim.end,
                "倍数与前后两个数对不上，请核对。",
                evidence=f"{printed(reading, present)}÷{printed(reading, former)}"
                f"{'-1' if grown else ''}={told(present.value / former.value - grown)}倍，"
                f"文中为{printed(reading, claim)}",
                severity="error" if is_sure else "suspect",
                related=((present.start, present.end), (former.start, former.end)),
            )
        else:
            yield from _impossible(reading, claim, before)


def _loosely(reading: Reading, claim: Number) -> tuple[Number, Number, bool] | None:
    pair = loose_multiple(reading, claim)
    return (*pair, False) if pair else None


def _same_year(reading: Reading, claim: Number) -> str:
    """2011年…面积19万平方米，为2011年的2倍: the year, where nothing but it is the year of both."""
    base = _OF_ITSELF.search(claim.tail)
    if not base or claim.value == 1 or not claim.place:
        return ""
    sentence = reading.plain.rfind("。", max(0, claim.start - 240), claim.start) + 1
    start = max(sentence, reading.line_span(claim.line)[0], claim.start - 240)
    before = reading.plain[start : claim.start - len(claim.tail)]
    years = {match[1] for match in _ANY_YEAR.finditer(before)}
    topics = list(_TOPIC_YEAR.finditer(before))
    if not topics or topics[-1][1] != base[1] or _NOW.search(before) or "前者" in claim.tail:
        return ""
    last = reading.numbers[claim.place - 1]
    is_near = last.sentence == claim.sentence and last.is_count and not _THAN_YEAR.search(last.tail)
    only = all(
        year == base[1] or before.rfind(year) < topics[-1].start() or before.count(f"为{year}年")
        for year in years
    )
    return base[1] if is_near and only else ""


def _checked(
    claim: Number, before: Sequence[Number], known: Sequence[Pair]
) -> tuple[Number, Number, bool] | None:
    near = [
        one for one in before if one.sentence == claim.sentence and one.kind not in ("share", "points", "倍")
    ]
    if not near:
        return None
    grown = bool(_GROWN.search(claim.tail))
    last = near[-1]
    if not grown and _OF_THAT.match(claim.before) and _OF.search(last.tail) and last is before[-1]:
        presents = [one for one in near[:-1] if alike(one, last)]
        if not presents or any(_is_times(one, last, claim, grown=False) for one in presents):
            return None
        return presents[-1], last, True
    pair = _pair_before(claim, known)
    if pair and (grown or _FORMER.search(claim.tail)):
        if _is_times(pair.present, pair.former, claim, grown=grown) or pair.former.value <= 0:
            return None
        if grown and any(_is_times(one, pair.former, claim, grown=False) for one in near if "增" in one.tail):
            return None
        return pair.present, pair.former, True
    if not grown and _BOTH.search(claim.tail) and not _FORMER.search(claim.tail):
        same = [one for one in near if alike(one, last) and one.is_exact]
        if len(same) < 2:
            return None
        if any(
            _is_times(one, other, claim, grown=False) for one in same for other in same if one is not other
        ):
            return None
        bigger, smaller = sorted(same[-2:], key=lambda one: -one.value)
        named = "前者" in claim.tail or all(_named(one, claim.tail) for one in (bigger, smaller))
        return (bigger, smaller, False) if smaller.value > 0 and named else None
    return None


def _pair_before(claim: Number, known: Sequence[Pair]) -> Pair | None:
    """The last pair of the sentence before the claim, but for percents."""
    last = bisect_left(known, claim.place, key=lambda pair: pair.former.place)
    for pair in reversed(known[max(0, last - 4) : last]):
        if (
            pair.former.sentence == claim.sentence
            and max(pair.former.place, pair.present.place) < claim.place
            and pair.former.kind != "share"
        ):
            return pair
    return None


def _named(number: Number, tail: str) -> bool:
    words = re.sub("[^一-鿿]", "", number.tail)[-3:] or number.own[:3]
    return len(words) > 1 and words[-2:] in tail


def _is_times(present: Number, former: Number, claim: Number, *, grown: bool) -> bool:
    if former.low <= 0:
        return False
    less = 1 if grown else 0
    return meets(present.low / former.high - less, present.high / former.low - less, claim)


def _impossible(reading: Reading, claim: Number, before: Sequence[Number]) -> Iterator[Hit]:
    """28人…是去年的2.66倍: no whole number of persons makes it 2.66 times."""
    year = _BASE_YEAR.search(claim.tail)
    told_years = _YEAR.findall(reading.plain, max(0, claim.start - 160), claim.start)
    near = [one for one in before if one.sentence == claim.sentence]
    if year and told_years and told_years[-1] == year[1] and near:
        sentence = reading.plain.rfind("。", 0, claim.start) + 1
        if reading.plain.find(f"{year[1]}年", sentence, near[-1].start) >= 0:
            return
    counts = [one for one in near if one.kind == "persons" and one.unit == "人" and one.is_exact]
    if not counts or not _FORMER.search(claim.tail) or claim.value <= 1:
        return
    if len(claim.quantity.value.partition(".")[2]) < 2:
        return
    if any(_is_possible(one, claim) for one in counts):
        return
    present = counts[0]
    base = present.value / claim.value
    yield Hit(
        claim.start - len(claim.tail),
        claim.end,
        "按这个倍数倒推，原来的人数不是整数，请核对。",
        evidence=f"{printed(reading, present)}÷{told(claim.value)}={told(base)}人，不是整数",
        severity="suspect",
    )


def _is_possible(present: Number, claim: Number) -> bool:
    if present.value > _MOST_WHOLE or present.value != int(present.value):
        return True
    least = int(present.value / claim.high)
    return any(
        claim.low <= present.value / Decimal(base) <= claim.high for base in range(max(1, least), least + 3)
    )


RULES = (
    Rule(
        code="multiple",
        family="figures",
        title="倍数算得不对",
        severity="error",
        kind="arithmetic",
        authority="GB/T 15835—2011《出版物上数字用法》；统计用语惯例",
        about="用前后两个数验算“是…的…倍”“增长…倍”。原来的数没有写出时，只看按倍数能否推出整数的人数。",
        find=multiple,
        cases=(
            Case("现有基地148所，超额完成规划目标（120所）的23.3%；比2020年的62所净增86所，增长1.4倍。"),
            Case("本科上线386人，是上年193人的3倍。", ("的3倍",)),
            Case("本科上线386人，是上年193人的2倍。"),
            Case("参与人数由10.8万人增加到16.2万人，是去年的2.5倍。", ("是去年的2.5倍",)),
            Case("招聘教师120人，比去年的75人增加45人，是去年的6.1倍。", ("是去年的6.1倍",)),
            Case("完成投资2.18亿元，是上年1.09亿元的3倍。", ("的3倍",)),
            Case(
                "2011年新建校舍28万平方米，为2010年的1.5倍；大修校舍19万平方米，为2011年的2倍。",
                ("为2011年的2倍",),
            ),
            Case(
                "选派支教教师15名，接收跟岗教师30名，接收人数是选派人数的4倍。", ("接收人数是选派人数的4倍",)
            ),
            Case("实验校从最初的4所发展到28所，是最初的6倍。", ("是最初的6倍",)),
            Case("选派支教教师15名，接收跟岗教师30名，接收人数是选派人数的2倍。"),
            Case("2011年新建校舍28万平方米，2012年大修校舍38万平方米，为2011年的2倍。"),
            Case("2011年大修校舍19万平方米，今年达到38万平方米，为2011年的2倍。"),
            Case("2011年以来大力改善条件，校舍面积达38万平方米，为2011年的2倍。"),
            Case("实验校从最初的4所发展到28所，是最初的7倍。"),
            Case("参与人数由10.8万人增加到16.2万人，是去年的1.5倍。"),
            Case("招聘教师120人，比去年的75人增加45人，是去年的1.6倍。"),
            Case("完成投资2.18亿元，约为上年的2倍。"),
            Case("招生规模由200人增加到600人，增长2倍。"),
            Case("绿化面积是上年的两倍多。"),
            Case("课程点击量达到3.2万次，是年初的5倍。"),
        ),
    ),
)
