"""What paper and Word must agree on: title line breaks, sign-off indents, the end of a run-in heading."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from edusum.document.model import Document

LINE_EM = 28
"""Characters on a line of body text."""

_OPENING = "“‘《〈（【〔「『(["
_CLOSING = "”’》〉）】〕」』)]，。、；：！？,.;:!?％%…—·"
_SENTENCE_ENDS = "。！？!?；;：:…"
_MOST_BALANCED_LINES = 3
_NARROWEST = 2  # characters on a line of a title

# Words that titles of this field are made of; a line never ends inside one.
_WORDS = """
教育局 教体局 教育厅 教育部 教育委员会 委员会 人民政府 自治区 自治州 自治县 开发区 新区 学校 中学 小学
幼儿园 科室 领导小组 领导班子 办公室 党组 党委 党政 教育 体育 科技 学前教育 义务教育 高中教育 职业教育
特殊教育 民办教育 基础教育 事业 工作 总结 报告 汇报 述职 要点 计划 打算 安排 方案 意见 通知 情况 讲话 发言
小结 会议 大会 动员会 座谈会 推进会 关于 年度 学年 学期 上半年 下半年 全年 第一季度 第二季度 第三季度
第四季度 以及 发展 改革 建设 管理 推进 落实 实施 开展 完成 提升 加强 促进 深化 贯彻 执行 行动 专项 整治 安全
督导 评估 检查 活动 优质 均衡 高质量 普及 普惠 数字化 信息化 现代化 教学 科研 师资 教师 教职工 学生 队伍
党建 党风廉政 法治 依法 治理 行政 许可 普法 民办 实事 重点 主要 目标 任务 指标 统计 数据 招生 考试 资助 后勤
人事 财务 系统 全市 全县 全区 全省 德育 美育 体育局 教育和体育局 共产党员 先进性 教育系统 教育活动 工作总结
工作要点 工作计划 工作报告 工作打算 工作情况 情况报告 政府 法治政府 信息公开 政务公开 领导干部 干部 述德
述廉 述法 述职述廉 述职述德述廉 中央 八项规定 精神 学习 学习教育 国家 反馈 问题 反馈问题 问题整改 整改
整改情况 督导评估 春季 秋季 开学 安全稳定 稳定 教师节 表彰大会 表彰 庆祝 国民经济 社会发展 民族团结 进步创建
创建 重要论述 重要讲话 习近平 总书记 习近平总书记 新时代 中国特色社会主义 主题教育 扩优提质 教育集团
集团化办学 公务员 工资收入 平均工资 收入 水平 落实情况 进展情况 开展情况 完成情况 执行情况 发展情况 巡视
巡察 巡视反馈 监督 预算 决算 食品安全 校园安全 安全生产 心理健康 劳动教育 思想政治 思政课 立德树人 双减
课后服务 校外培训 控辍保学 乡村振兴 教育强国 教育强省 教育强市 教育强县 教育强区 综合改革 评价改革 普通高中
特殊群体 留守儿童 困难学生 语言文字 普通话 国防教育 家庭教育 协同育人 师德师风 骨干教师 培养 培训 交流轮岗
职称评审 绩效考核 考核 先进集体 先进个人 先进 典型 经验 材料 交流 调研 视察 专题 说明 建议 提案 答复 信访
疫情防控 防控 卫生 健康 体质监测 监测 学业水平 质量 质量提升 优质均衡 普及普惠 均衡发展 示范 试点 规划 中期
中长期 制度 机制 体系 服务 保障 能力 作风 作风建设 廉政 党风 纪律 警示教育 意识形态 宣传 舆情 网络 网络安全
保密 档案 审计 采购 项目 工程 资金 经费 投入 校舍 学位 布局 调整 规范 办学 行为 减负 发展规划 教育体育局
教育和科技局 中央八项规定精神 政府信息公开 会上 会议上 大会上 上的讲话 上的发言 上的报告 同志 年终 半年
阶段性 阶段 近期 下步 下一步 下一阶段 今后 全国 全州
"""
_ORGANS = frozenset(
    f"教育{end}" for end in ("局", "体育局", "和体育局", "和科技局", "厅", "委员会", "系统", "")
) | {"教体局", "委员会", "人民政府", "党委", "党组"}
_PLACE_END = "自治区|自治州|自治县|自治旗|(?:[省盟区县旗]|[州市](?![市区县]))"
_PLACE_SIGNS = "省市州盟区县旗"
_PLACE = re.compile(rf"[^\W\dA-Za-z全各本关于的在和及与]{{1,12}}?(?:{_PLACE_END})")
_BEFORE_PLACES = re.compile("^|关于|中共|《|在")
_AFTER_PLACES = frozenset("教人委体科第学政机党20")
_PART = re.compile(r"第[一二三四五六七八九十百]+部分")
_LEAD = re.compile(
    r"(?:^|(?<=[。；：]))[一二三四五六七八九十]{1,3}[是要](?:【[^】]{0,60}】|[^。，：；【\n]){1,28}[。，：；]"
    r"(?!$|[一二三四五六七八九十]{1,3}[是要])"
)
_UNIT = "学年度?|年度?|年代|周年|月份?|季度|[日号届期次个所名人项%％]"
_TOKEN = re.compile(
    rf"""
      《[^《》]{{1,18}}》 | “[^“”]{{1,12}}”
    | (?: 第?[0-9０-９]+ (?:[.:,—~～-][0-9０-９]+)* (?:{_UNIT})? )+
    | [A-Za-z]+(?:[&'-]?[A-Za-z0-9]+)*
    | [〇一二三四五六七八九十]{{2,}}(?:{_UNIT})?
    | {"|".join(sorted(_WORDS.split(), key=len, reverse=True))}
    | .
    """,
    re.DOTALL | re.VERBOSE,
)
_MIXED = re.compile("(?<=[一-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[一-鿿])")
_TAKES_NO_END = frozenset({"关于", "以及", "暨", "和", "与", "及", "在", "对", "为", "第", "中共", "以"})
_TAKES_NO_START = frozenset("的年月日区县市州省局厅委上中")


def em_width(text: str) -> float:
    """Width in characters: a hanzi or a Chinese mark 1, a letter or a digit 0.5."""
    if text.isascii():
        return len(text) / 2
    return sum(0.5 if unicodedata.east_asian_width(sign) in {"Na", "H", "N"} else 1.0 for sign in text)


@lru_cache(maxsize=512)
def title_lines(title: str, max_chars: int = 20) -> tuple[str, ...]:
    """The title in lines of at most `max_chars` characters, () for a blank one. GB/T 9704—2012 §7.3.1.

    Lines are balanced and the last is not the longest. They break between words, never inside a number with
    its unit or a 《》 that fits on a line, never before a closing mark, and leave no character alone.
    """
    pieces = _pieces(" ".join(title.split()), max_chars)
    width = _widest("".join(pieces))
    if width <= max_chars:
        return _joined([pieces])
    fewest = math.ceil(width / max_chars)
    for count in range(fewest, _MOST_BALANCED_LINES + 1):
        if lines := _balanced(pieces, count, max_chars):
            return lines
    even = width / fewest + 2
    return _filled(pieces, min(even, max_chars))


def sign_off_indents(name: str, date: str, line_em: int = LINE_EM) -> tuple[float, float]:
    """Right indents of name and date in characters, for a sign-off without seal. GB/T 9704—2012 §7.3.5.2.

    The date begins two characters right of the name; the longer of both stands two characters in.
    """
    name_width = min(em_width(name), line_em - 2)
    date_width = min(em_width(date), line_em - 4)
    if name_width >= date_width:
        return 2, name_width - date_width
    return date_width - name_width + 4, 2


def subtitle_line(subtitle: str) -> str:
    """The subtitle behind its dash, unless it brings its own mark: （征求意见稿）."""
    return subtitle if not subtitle or subtitle[0] in "—－-（(" else f"——{subtitle}"


def spoken_line(date: str) -> str:
    """The date of a speech in brackets."""
    return date if not date or date[0] in "（(" else f"（{date}）"


def attachment_mark(number: int, count: int) -> str:
    """附件 above an only attachment, else 附件2. GB/T 9704—2012 §7.3.7."""
    return f"附件{number}" if count > 1 else "附件"


def is_part_document(document: Document) -> bool:
    """Whether the text is divided into 第一部分, 第二部分: its other headings then look one rank lower.

    Attachments count only below a text without headings of the first level.
    """
    for sections in (document.walk(), document.walk_all()):
        marks = [section.marker for section in sections if section.level == 1]
        if marks:
            return any(map(_PART.match, marks))
    return False


def lead_spans(text: str) -> list[tuple[int, int]]:
    """Where words lead in: 一是加强统筹， with more behind it, begin and end in the text."""
    return [match.span() for match in _LEAD.finditer(text)]


def run_in_stop(heading: str) -> str:
    """What ends a run-in heading: a full stop, unless it brings its own mark."""
    return "" if not heading or heading[-1] in _SENTENCE_ENDS else "。"


def _widest(text: str) -> float:
    """Width in characters where a program puts a quarter of one between hanzi and letters or digits."""
    return em_width(text) + len(_MIXED.findall(text)) / 4


def _pieces(title: str, max_chars: int) -> list[str]:
    """The title cut wherever a line may end."""
    pieces: list[str] = []
    for token in _tokens(title):
        for part in [token] if len(token) < 2 or em_width(token) <= max_chars else token:
            if pieces and _belong_together(pieces[-1], part) and em_width(pieces[-1] + part) <= max_chars:
                pieces[-1] += part
            else:
                pieces.append(part)
    return pieces


def _tokens(title: str) -> list[str]:
    """Words, numbers with their units, short quotes, names of places; anything else sign by sign."""
    tokens: list[str] = []
    end = 0
    for before in _BEFORE_PLACES.finditer(title):
        if before.end() >= end and (places := _places(title, before.end())):
            tokens += [*_TOKEN.findall(title[end : before.end()]), *places]
            end = before.end() + len("".join(places))
    return tokens + _TOKEN.findall(title[end:])


def _places(title: str, start: int) -> list[str]:
    """The names of places from `start` on, the larger first, up to what has its seat there."""
    names: list[str] = []
    known = 0
    while match := _PLACE.match(title, start):
        names.append(match[0])
        start = match.end()
        if title[start : start + 1] in _AFTER_PLACES:
            known = len(names)
    return names[:known]


def _belong_together(before: str, after: str) -> bool:
    return after[0] in _CLOSING or after == " " or before[-1] in _OPENING


def _balanced(pieces: Sequence[str], count: int, max_chars: int) -> tuple[str, ...]:
    """The best way to set the pieces in `count` lines, () when none fits."""
    reach = [_widest("".join(pieces[:index])) for index in range(len(pieces) + 1)]
    borders = [0, *(_border_cost(before, after) for before, after in pairwise(pieces))]
    settings = []
    for cuts in combinations(range(1, len(pieces)), count - 1):
        widths = [reach[end] - reach[start] for start, end in pairwise((0, *cuts, len(pieces)))]
        if min(widths) >= _NARROWEST and max(widths) <= max_chars:
            settings.append((_cost(widths) + sum(borders[cut] for cut in cuts), cuts))
    return _joined(_cut(pieces, min(settings)[1])) if settings else ()


def _cut(pieces: Sequence[str], cuts: Sequence[int]) -> list[Sequence[str]]:
    return [pieces[start:end] for start, end in pairwise((0, *cuts, len(pieces)))]


def _joined(lines: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(filter(None, ("".join(line).strip() for line in lines)))


def _cost(widths: Sequence[float]) -> float:
    """How far, in characters, the lines are from equal, and their shape from a good one."""
    return max(widths) - min(widths) + (6 if widths[-1] > max(widths[:-1]) else 0)


def _border_cost(before: str, after: str) -> int:
    if before in _TAKES_NO_END or after in _TAKES_NO_START:
        return 12
    if after in _ORGANS and before[-1] in _PLACE_SIGNS:
        return 3
    inside_unknown_word = len(before) == len(after) == 1 and before != "的"
    return 9 if inside_unknown_word else 0


def _filled(pieces: Sequence[str], max_chars: float) -> tuple[str, ...]:
    """Line after line as full as it goes, for titles that have more lines than a title should."""
    lines: list[list[str]] = [[]]
    for piece in pieces:
        if _widest("".join([*lines[-1], piece])) > max_chars:
            lines.append([])
        lines[-1].append(piece)
    while len(lines) > 1 and em_width("".join(lines[-1])) < max_chars / 3 and len(lines[-2]) > 1:
        lines[-1].insert(0, lines[-2].pop())
    return _joined(lines)
