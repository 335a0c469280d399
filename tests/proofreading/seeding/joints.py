"""Marks put in where words hang together, or changed where clauses join; and what drops out between them."""

import re
from collections.abc import Iterator
from itertools import cycle

from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds, sentence
from tests.proofreading.seeding.numbering import item_runs

_H = "[一-龥]"
_PARAGRAPH_END = re.compile(rf"(?<={_H})。(?=\n)")
_CLAUSE = "(?<=[，。；\n])"
_TAKES_AN_OBJECT = (
    "加强|坚持|抓好|做好|落实|完善|推进|推动|开展|实施|实现|达到|做到|形成|促进|取得|确保|提高|健全|建立"
    "|深化|强化"
)
_PREPOSITIONS = "通过|根据|按照|围绕|针对|关于|对于|由于|随着|结合|依托|对照"
_LONG_PARAGRAPH = 40


def _stops(paper: Paper) -> Iterator[re.Match[str]]:
    """The last marks of paragraphs of running text."""
    for found in _PARAGRAPH_END.finditer(paper.text):
        if found.start() - paper.text.rfind("\n", 0, found.start()) > _LONG_PARAGRAPH:
            yield found


def _added(paper: Paper, told: tuple[str, ...]) -> Iterator[Change]:
    """A sentence with a fault at the end of a paragraph: in every paper the next of those told."""
    number = int(paper.name[:2])
    stops = [found.end() for found in _stops(paper)]
    place = stops[number % len(stops)]
    yield Change(place, place, told[number % len(told)])


@seeds("style", aim="comma-between-nouns")
def a_comma_before_the_last_of_a_list(paper: Paper) -> Iterator[Change]:
    """党建、德育、安全等 → 党建、德育，安全等."""
    for found in re.finditer(
        rf"{_H}{{2,8}}、{_H}{{2,8}}(、)(?!.一){_H}{{2,6}}(?=等|[三四五六]|\d|[，。；])", paper.text
    ):
        yield Change(*found.span(1), "，")


@seeds("style", aim="comma-between-nouns")
def a_comma_between_two_nouns(paper: Paper) -> Iterator[Change]:
    """参训率、合格率均为 → 参训率，合格率均为."""
    said_of_both = "均|都|分别|各|合计|共计|总计|全部|双双|同步"
    for found in re.finditer(
        rf"{_CLAUSE}[^，。；、\n“（]{{2,12}}(、){_H}{{2,12}}(?:{said_of_both})", paper.text
    ):
        yield Change(*found.span(1), "，")
    yield from _added(
        paper,
        (
            "培训的报到率，结业率均超过预期。",
            "全年县级配套资金，社会捐赠资金共计三百余万元。",
            "师生的安全意识，自救能力都有明显提高。",
            "信访办结率，群众满意率分别居全市前列。",
            "年内教研论文，教学案例双双获得省级奖励。",
            "食堂从业人员持证率，食材留样率均达到规定要求。",
            "校长的办学思想，教师的育人观念都发生了深刻变化。",
        ),
    )


@seeds("style", aim="comma-splits")
def a_comma_behind_a_quoted_name(paper: Paper) -> Iterator[Change]:
    """“双减”工作 → “双减”，工作."""
    for found in re.finditer(rf"(?<={_H}”)(?={_H}{{2,4}}[，。、；])", paper.text):
        yield Change(found.end(), found.end(), "，")


@seeds("style", aim="comma-splits")
def a_comma_before_a_particle(paper: Paper) -> Iterator[Change]:
    """What 的 or 等 closes is cut off from it."""
    for found in re.finditer(
        rf"(?<={_H}{{3}})(?<!的)(?=的(?!的){_H}{{2}})|(?<=、{_H}{{3}})(?=等{_H})", paper.text
    ):
        yield Change(found.end(), found.end(), "，")


@seeds("style", aim="comma-splits")
def a_comma_behind_a_preposition(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(rf"{_CLAUSE}(?:{_PREPOSITIONS})(?={_H}{{3}})", paper.text):
        yield Change(found.end(), found.end(), "，")


@seeds("style", aim="comma-splits")
def a_comma_before_an_object(paper: Paper) -> Iterator[Change]:
    manner = "(?:切实|进一步|不断|全面|大力|着力|扎实)?"
    pattern = rf"{_CLAUSE}(?:{manner}(?:{_TAKES_AN_OBJECT})|{_H}{{1,4}}了)(?={_H}{{4}})"
    for found in re.finditer(pattern, paper.text):
        yield Change(found.end(), found.end(), "，")


@seeds("style", aim="comma-splits")
def a_comma_behind_a_short_subject(paper: Paper) -> Iterator[Change]:
    """教学质量稳步提升 → 教学质量，稳步提升."""
    said = "稳步|明显|显著|进一步|不断|仍有|仍需|有待|不够|得到|普遍|逐步|还不|日益|全部"
    for found in re.finditer(rf"{_CLAUSE}(?:[一二三四五]是)?{_H}{{4,8}}?(?=(?:{said}){_H})", paper.text):
        if not re.match(
            rf"(?:[一二三四五]是)?(?:{_TAKES_AN_OBJECT}|{_PREPOSITIONS}|但与)|.*(?:[占有]|覆盖)$", found[0]
        ):
            yield Change(found.end(), found.end(), "，")


@seeds("style", aim="stop-splits")
def a_stop_before_what_goes_on(paper: Paper) -> Iterator[Change]:
    """The clause behind it has no subject but that of the one before."""
    goes_on = "并(?!且|发)|从而|进而|以便|以免|使|受到|得到|赢得|深受|获评|被评|被[市省国]"
    for found in re.finditer(rf"(?<={_H})，(?=(?:{goes_on}){_H}{{2}})", paper.text):
        yield Change(*found.span(), "。")
    yield from _added(
        paper,
        (
            "校车更新方案已经论证。并报县政府常务会议审定。",
            "新教材培训全部结束。受到参训教师的普遍欢迎。",
            "各校都更新了应急物资。以便随时取用。",
            "县一中的管理经验在全市交流。引起了广泛关注。",
            "三所学校申报了市级语言文字规范化示范校。均获得通过。",
        ),
    )


@seeds("style", aim="stop-splits")
def a_stop_behind_under_or_through(paper: Paper) -> Iterator[Change]:
    """在县委的领导下，全县… → 在县委的领导下。全县…."""
    for found in re.finditer(
        r"(?<=[。\n])(?:在[^，。；\n]{3,30}[下中上时后]|(?:通过|经过|随着|由于|针对)(?:(?!开展|组织)[^，。；\n]){4,30})(，)",
        paper.text,
    ):
        yield Change(*found.span(1), "。")
    yield from _added(
        paper,
        (
            "在各部门的大力支持下。校园周边秩序明显好转。",
            "通过组织教师外出跟岗学习。拓宽了大家的视野。",
            "在巩固已有成果的基础上。我们又选定了新的试点学校。",
            "经过半年的集中整治。校外培训秩序趋于规范。",
            "随着人口向县城流动。农村学校的生源继续减少。",
            "在推进课程改革的过程中。涌现出一批敢闯敢试的教师。",
            "由于前期准备充分。各项活动都开展得有条不紊。",
        ),
    )


@seeds("style", aim="colon-splits")
def a_colon_before_an_object(paper: Paper) -> Iterator[Change]:
    """Behind a verb, though one thing follows and no list."""
    for found in re.finditer(
        rf"{_CLAUSE}{_H}{{0,6}}(?:{_TAKES_AN_OBJECT})(?={_H}{{3,12}}[。；\n])", paper.text
    ):
        yield Change(found.end(), found.end(), "：")


@seeds("style", aim="colon-splits")
def a_colon_before_an_amount(paper: Paper) -> Iterator[Change]:
    """发放助学金128万元 → 发放助学金：128万元, where no list of amounts follows."""
    for found in re.finditer(
        rf"{_CLAUSE}{_H}{{4,12}}(?=\d[\d.,]*(?:万|亿)?[元人名个所件][，。；])", paper.text
    ):
        if not re.search("[为达到有由比占约至]$", found[0]):
            yield Change(found.end(), found.end(), "：")


@seeds("style", aim="colon-splits")
def a_colon_before_a_title(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(rf"(?<={_H}[发定台订彻实行习])(?=《[^》\n]{{4,40}}》(?![《、和]))", paper.text):
        yield Change(found.end(), found.end(), "：")


@seeds("style", aim="pause-between-actions")
def a_list_comma_between_actions(paper: Paper) -> Iterator[Change]:
    """What is made first and given away then stands as if it were a list."""
    yield from _added(
        paper,
        (
            "编写家庭教育指导手册、免费发放给新生家长。",
            "汇编优秀教学设计、供各校参考使用。",
            "制定校车运行管理细则、下发到各中心学校。",
            "印制致家长的一封信、由班主任送到每个家庭。",
            "制作安全教育微视频、推送到各班家长群。",
            "购置一批图书、赠送给村小的孩子们。",
            "整理群众意见建议、报送局党组研究。",
            "修订岗位职责清单、张贴在各科室门口。",
        ),
    )


@seeds("style", aim="half-width-stop")
def a_stop_half_as_wide(paper: Paper) -> Iterator[Change]:
    for found in _stops(paper):
        yield Change(*found.span(), ".", around=sentence(paper.text, *found.span()))


@seeds("style", aim="nothing-asked")
def a_statement_with_a_question_mark(paper: Paper) -> Iterator[Change]:
    for found in _stops(paper):
        yield Change(*found.span(), "？", around=sentence(paper.text, *found.span()))


@seeds("style", aim="quote-too-far")
def a_quote_that_takes_in_its_noun(paper: Paper) -> Iterator[Change]:
    """“千校一面”的现象 → “千校一面的现象”."""
    for found in re.finditer(rf"”(的{_H}{{2}})(?=[，。；])", paper.text):
        yield Change(*found.span(), f"{found[1]}”")
    yield from _added(
        paper,
        (
            "个别学校还存在“重分数、轻素养的倾向”。",
            "要坚决克服“等、靠、要的思想”。",
            "有的干部还有“干好干坏一个样的心态”。",
            "力求扭转“重建轻管的局面”，让设备真正用起来。",
            "防止出现“上热下冷、层层递减的情况”。",
        ),
    )


@seeds("style", aim="uneven-leads")
def a_lead_that_ends_otherwise(paper: Paper) -> Iterator[Change]:
    """一是抓备课。… 二是抓课堂；… 三是抓作业。…: one of the words that lead the items."""
    for run in item_runs(paper):
        matches = (re.match(r"[^。；，\n]{3,14}。(?=[^。\n])", paper.text[mark.last :]) for mark in run)
        leads = [match.end() for match in matches if match]
        if len(leads) == len(run) and "\n" not in paper.text[run[0].first : run[-1].last]:
            place = run[1].last + leads[1] - 1
            yield Change(place, place + 1, "；", around=(run[0].first, run[-1].last))
    yield from _added(
        paper,
        (
            "一要抓实常规。统一备课和作业要求，每月通报一次。二要抓实课堂；推广集体研讨的成果，让每节课都有新意。"
            "三要抓实评价。既看成绩也看进步，既看教师也看团队。",
            "一是严把入口。面向社会公布招生范围，全程接受监督。二是严把过程。建立学籍月核查制度，及时掌握学生去向。"
            "三是严把出口；规范毕业证书的验印和发放，做到一人一证。",
            "一要管好人。凡是进入校园的人员一律登记并核对身份。二要管好物；对危险化学品实行双人双锁管理。"
            "三要管好事。大型活动都要有预案，都要有人负责。",
        ),
    )


@seeds("residue", "figures", "style", aim="figure-lost")
def a_count_deleted(paper: Paper) -> Iterator[Change]:
    """举办讲座36场 → 举办讲座场."""
    measure = "所|个|人次|人|名|项|件|次|场次|场|期|份|册|篇|台|套|间|条|万元|亿元|起|轮"
    pattern = rf"(?<={_H}{{2}})(?<![为占达到有])\d[\d,]*(?:\.\d+)?(?=余?(?:{measure})(?:[，。；]|{_H}))"
    for found in re.finditer(pattern, paper.text):
        if not re.search("[第至比]$", paper.text[: found.start()]):
            yield Change(*found.span(), "")


_GONE = rf"(?=(?P<gone>{_H}[^。\n“”《》（）]{{3,}})。)"
"""What a word governs, up to the stop."""


@seeds("residue", "style", aim="broken-off")
def a_sentence_broken_off_behind_a_joining_word(paper: Paper) -> Iterator[Change]:
    joins = (
        "(?<=[，；])(?:但由于|由于|特别是|尤其是|以及|并且|而且|但是|但|对|把|将|通过|根据|按照|围绕|为了?"
        f"|主要是|其中|使|在)|(?<={_H}{{4}})(?:以及|[和与])"
    )
    for found in re.finditer(f"(?:{joins}){_GONE}", paper.text):
        yield Change(*found.span("gone"), "", around=(found.start() - 30, found.end("gone") + 1))


@seeds("residue", "style", aim="broken-off")
def a_sentence_broken_off_before_its_noun(paper: Paper) -> Iterator[Change]:
    """取得了明显的成效。 → 取得了明显的。"""
    for found in re.finditer(
        f"(?:(?<={_H}{{6}})的|(?<=[，；]{_H}{{2}})了|(?<=[，；]{_H}{{4}})了){_GONE}", paper.text
    ):
        yield Change(*found.span("gone"), "", around=(found.start() - 30, found.end("gone") + 1))


_OF_SITES = (
    "更多教育工作总结请登录某某公文网查看。",
    "想了解更多工作总结范文，请继续关注本站。",
    "（责任编辑：小李）",
    "【编辑：王小明】",
    "[来源：某某教育网]",
    "首页 上一页 1 2 3 下一页 尾页",
    "【上一页】 【下一页】",
    "本文由某某文秘网收集整理。",
    "本文来自某某范文网。",
    "以上内容来源于网络，如有侵权请联系删除。",
    "此文档下载后可自行编辑修改。",
    "相关推荐：学校工作总结、教师个人总结。",
    "点击下载本文完整版。",
    "感谢您的阅读，欢迎下载收藏。",
    "声明：本文仅供学习参考，版权归原作者所有。",
    "阅读全文请先登录。",
)


@seeds("residue", aim="site-lines", most=32)
def what_a_site_adds(paper: Paper) -> Iterator[Change]:
    """On a line of its own, or run into a paragraph where its end was lost."""
    start = sum(map(ord, paper.name)) % len(_OF_SITES)
    lines = cycle((*_OF_SITES[start:], *_OF_SITES[:start]))
    for number, (found, line) in enumerate(zip(_stops(paper), lines, strict=False)):
        place = found.end()
        before = "" if number % 2 and line.endswith("。") else "\n"
        yield Change(place, place, before + line, around=(place, place))


@seeds("residue", aim="site-lines")
def the_number_of_the_page_at_the_end(paper: Paper) -> Iterator[Change]:
    """Behind the last sentence of the paper; nothing stands below it."""
    last = paper.text.rindex("。") + 1
    yield Change(last, len(paper.text), str(len(paper.text) // 700 + 1))
