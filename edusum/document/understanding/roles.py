"""Whether an amount is what was reached, what is aimed at, a change, a value of before, or a rule."""

import re

from edusum.document.understanding.gates import gated
from edusum.document.understanding.items import Role

PLANNING = re.compile(
    r"计划|打算|安排|目标任务|工作目标|工作思路|下一步|下步|明年|今后|展望|努力方向|规划|要点|来年"
)
_CHANGED = re.compile(
    r"(?:增长|增加|减少|下降|降低|提高|提升|上升|扩大|缩小|增幅|降幅|涨幅|净增|高出?|多|少|低"
    r"|增|降|超)(?:了|约|近|达|为|幅度|率|逾|超过)?$"
)
_ENDS_OF_CHANGED = frozenset("长加少降低高升大小幅出增多超了约近达为度率逾过")
_NOT_CHANGED = re.compile(r"(?:至|不|最|较|还|更|很|大|许|众|偏)[多少高低]$|[到至]$|(?:不断|进一步|新)增加?$")
_AIM = re.compile(
    r"计划(?<![^，,；;。：:、年\n局县市区校我将]计划)(?!生育)|预计|拟(?![定订])|力争"
    r"|争取(?=[到在年全实达用新把使让明早尽])|确保(?!了)|目标(?!的|任务的|责任)|明年|下一步|今后"
    r"|到20\d\d年(?=底?[，,前]?|末)|必须|务必|要求达到"
    r"|将(?=完成|新|建|投|扩|撤|达|实|开|进|继|启|再|有|全|增|对|把|于|在|为|按|培|引|招|改"
    r"|打造|推)|要(?![求点素领闻件指性么害职])(?:(?<![^，,；;。：:、我们局县市区校系统园还都也就]要)"
    r"|(?<=一定要)|(?<=[全努]力要))|应当?(?=达|不|做|控|在)|争创|年内"
)
"""Each word begins with a plain character, which is what `re` finds fast."""
_REACHED = re.compile(r"已|了|圆满|顺利|目前|截[至止]|去年|上年")
_RULE = re.compile(
    r"不少于|不低于|不得|不高于|不超过|至少|不小于|最低|标准为|按(?:照(?=[^，。；,;]{0,20}$)"
    r"|(?=[^时期照，。；,;][^，。；,;]{0,18}$))|规定|原则上|每[班校生人天日周月年](?:不|至)"
    r"|门槛|底线|限额|满分|起点|班额控制"
)
_ORDER = re.compile(r"规定|标准|底线|不得|应")
_OF_FORMER = re.compile(r"(?:是|为|占|达到?|相当于)(?:上年|去年|上一年|20\d\d年)[^，。；,;]{0,10}的$")
_RULE_BEHIND = re.compile(
    r"(?:及以上|以上|以下|及以下)?(?:的(?:标准(?!化)|底线|要求|规模|额度)|底线|标准(?!化)"
    r"|的[^，。；,;]{0,8}标准(?!化))"
)
_FIRST_BEHIND = frozenset("及以的底标")
_FORMER = re.compile(
    gated(
        "由从上去2原此以当年",
        r"(?:[由从][^，。；,;由从]{0,20}|(?:上年|去年|上一?年|20\d\d年底?|原来|原有|此前|以前|当时"
        r"|年初)[^，。；,;]{0,10}(?:为|是|的|仅|只有|仅有)?)$",
    )
)
_FORMER_BEHIND = re.compile(
    r"^[^，。；,;\n]{0,6}(?:增长|增加|提高|提升|上升|下降|降低|减少|扩大|缩小|整合|压缩|发展"
    r"|增|降|升|缩减|精简|调整|改善|变|合并|撤并|优化|攀升|跃升)[^，。；,;\n]{0,3}[到至为成]"
    r"|^(?:左右|多|以上|以下)?(?:到|至)"
)
_BEFORE_FORMER = re.compile(r"[由从]|上年|去年|上一年|原来|原有|此前")
_SCORE = re.compile(r"^(?:及以上|以上|以下|（含|\(含|段|线)")


def role_of(before: str, after: str, sentence: str, *, unit: str, is_planned: bool) -> Role:
    """From the clause before and behind the amount and the sentence up to it; not part and total."""
    if _is_former(before, after) and not (unit in ("倍", "%") and _OF_FORMER.search(before)):
        return "previous"
    if unit in ("个百分点", "百分点") or _is_change(before):
        return "change"
    if unit == "分" and (_SCORE.search(after) or before.endswith(("线", "分数线"))):
        return "standard"
    is_aim = is_planned or (not _REACHED.search(before) and bool(_AIM.search(sentence)))
    if is_aim and (not _RULE.search(before) or (_AIM.search(before) and not _ORDER.search(before))):
        return "target"
    if _RULE.search(before) or _is_rule_behind(after) or ("/" in unit and "标准" in after + before):
        return "standard"
    return "target" if is_aim else "actual"


def _is_rule_behind(after: str) -> bool:
    return after[:1] in _FIRST_BEHIND and _RULE_BEHIND.match(after) is not None


def _is_change(before: str) -> bool:
    words = before.rstrip()
    if words[-1:] not in _ENDS_OF_CHANGED or not _CHANGED.search(words):
        return False
    return not _NOT_CHANGED.search(words.rstrip("了约近达为"))


def _is_former(before: str, after: str) -> bool:
    if not _FORMER.search(before):
        return False
    return bool(_FORMER_BEHIND.search(after)) or bool(
        re.search(r"(?:上年|去年|原来|此前)(?:为|是|的|仅|只有)?$", before)
    )


_PERIOD = re.compile(
    gated(
        "12今去上明下全本截“十近",
        r"(?:19|20)\d\d(?:[-—–~至](?:(?:19|20)?\d\d))?(?:年(?:上半年|下半年|底|末|初|秋季|春季"
        r"|度)?|学年度?)|今年(?:上半年|下半年|以来|底)?|去年(?:底|同期)?|上年(?:底|末|同期)?|明年"
        r"|上半年|下半年|全年|本学[年期]|截[至止](?:到)?(?:目前|\d{1,2}月底?|(?:19"
        r"|20)\d\d年\d{0,2}月?底?|今年\d{1,2}月底?|年底)|“?十[一二三四五]五”?(?:期间|以来|末|初)"
        r"|近[一两二三四五几]年(?:来)?",
    )
)
_COMPARED = re.compile(
    r"(?:比|较|与|同)((?:上|去|前)(?:一)?年(?:度)?(?:同期|年底|底|末)?|(?:19|20)\d\d年(?:底|末"
    r"|同期)?|往年(?:同期)?|同期|“?十[一二三四五]五”?(?:初|末|期间)?|年初|上学年|上学期|整合前"
    r"|改革前)"
    r"|(同比|环比)|[是为](去年|上年|(?:19|20)\d\d年)的"
)


def period_of(sentence: str, *, is_former: bool) -> str:
    """The last stretch of time named before the amount, or ""; 由上年的 dates a former one only."""
    if "年" not in sentence and "期" not in sentence and "截" not in sentence and "十" not in sentence:
        return ""
    elsewhere = ("比", "较") if is_former else ("比", "较", "由", "从")
    found = ""
    for match in _PERIOD.finditer(sentence):
        if sentence[max(0, match.start() - 1) : match.start()] not in elsewhere:
            found = match[0]
    return found


def compared_with(before: str) -> str:
    """What a change is held against, as printed, or ""."""
    if not ("年" in before or "比" in before or "期" in before or "五" in before or "前" in before):
        return ""
    found = ""
    for match in _COMPARED.finditer(before):
        found = match[1] or match[2] or match[3]
    return found
