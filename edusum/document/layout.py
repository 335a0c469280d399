"""What paper and Word must agree on: title line breaks, sign-off indents, the end of a run-in heading."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

LINE_EM = 28
"""Characters on a line of body text."""

_OPENING = "“‘《〈（【〔「『(["
_CLOSING = "”’》〉）】〕」』)]，。、；：！？,.;:!?％%…—·"
_SENTENCE_ENDS = "。！？!?；;：:…"
_MOST_BALANCED_LINES = 3

# Words that titles of this field are made of; a line never ends inside one.
_WORDS = """
教育局 教体局 教育厅 教育部 教育委员会 委员会 人民政府 自治区 自治州 自治县 开发区 新区 学校 中学 小学
幼儿园 科室 领导小组 领导班子 办公室 党组 党委 党政 教育 体育 科技 学前教育 义务教育 高中教育 职业教育
特殊教育 民办教育 基础教育 事业 工作 总结 报告 汇报 述职 要点 计划 打算 安排 方案 意见 通知 情况 讲话 发言
小结 会议 大会 动员会 座谈会 推进会 关于 年度 学年 学期 上半年 下半年 全年 第一季度 第二季度 第三季度
第四季度 以及 发展 改革 建设 管理 推进 落实 实施 开展 完成 提升 加强 促进 深化 贯彻 执行 行动 专项 整治
安全 督导 评估 检查 活动 优质 均衡 高质量 普及 普惠 数字化 信息化 现代化 教学 科研 师资 教师 教职工 学生
队伍 党建 党风廉政 法治 依法 治理 行政 许可 普法 民办 实事 重点 主要 目标 任务 指标 统计 数据 招生 考试
资助 后勤 人事 财务 系统 全市 全县 全区 全省 德育 美育 体育局 教育和体育局 共产党员 先进性 教育系统
教育活动 工作总结 工作要点 工作计划 工作报告 工作打算 工作情况 情况报告
"""
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
_TAKES_NO_END = frozenset({"关于", "以及", "暨", "和", "与", "及", "在", "对", "为", "第"})
_TAKES_NO_START = frozenset({"的", "年", "月", "日", "区", "县", "市", "州", "省", "局", "厅", "委"})


def em_width(text: str) -> float:
    """Width in characters: a hanzi or a Chinese mark 1, a letter or a digit 0.5."""
    return sum(0.5 if unicodedata.east_asian_width(sign) in {"Na", "H", "N"} else 1.0 for sign in text)


def title_lines(title: str, max_chars: int = 20) -> tuple[str, ...]:
    """The title in lines of at most `max_chars` characters, () for a blank one. GB/T 9704—2012 §7.3.1.

    Lines are balanced and the last is not the longest. They break between words, never inside a number with
    its unit or a 《》 that fits on a line, never before a closing mark, and leave no character alone.
    """
    pieces = _pieces(" ".join(title.split()), max_chars)
    width = em_width("".join(pieces))
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


def run_in_stop(heading: str) -> str:
    """What ends a run-in heading: a full stop, unless it brings its own mark."""
    return "" if not heading or heading[-1] in _SENTENCE_ENDS else "。"


def _pieces(title: str, max_chars: int) -> list[str]:
    """The title cut wherever a line may end."""
    pieces: list[str] = []
    for token in _TOKEN.findall(title):
        for part in [token] if em_width(token) <= max_chars else token:
            if pieces and _belong_together(pieces[-1], part) and em_width(pieces[-1] + part) <= max_chars:
                pieces[-1] += part
            else:
                pieces.append(part)
    return pieces


def _belong_together(before: str, after: str) -> bool:
    return after[0] in _CLOSING or after == " " or before[-1] in _OPENING


def _balanced(pieces: Sequence[str], count: int, max_chars: int) -> tuple[str, ...]:
    """The best way to set the pieces in `count` lines, () when none fits."""
    settings = [
        (_cost(pieces, cuts, lines), lines)
        for cuts in combinations(range(1, len(pieces)), count - 1)
        if _fits(lines := _joined(_cut(pieces, cuts)), max_chars)
    ]
    return min(settings)[1] if settings else ()


def _cut(pieces: Sequence[str], cuts: Sequence[int]) -> list[Sequence[str]]:
    return [pieces[start:end] for start, end in pairwise((0, *cuts, len(pieces)))]


def _joined(lines: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(filter(None, ("".join(line).strip() for line in lines)))


def _fits(lines: Sequence[str], max_chars: int) -> bool:
    widths = [em_width(line) for line in lines]
    return min(widths) >= 2 and max(widths) <= max_chars


def _cost(pieces: Sequence[str], cuts: Sequence[int], lines: Sequence[str]) -> float:
    """How far, in characters, the lines are from equal, their shape and their borders from good ones."""
    widths = [em_width(line) for line in lines]
    last_is_longest = 6 if widths[-1] > max(widths[:-1]) else 0
    borders = sum(_border_cost(pieces[cut - 1], pieces[cut]) for cut in cuts)
    return max(widths) - min(widths) + last_is_longest + borders


def _border_cost(before: str, after: str) -> int:
    if before in _TAKES_NO_END or after in _TAKES_NO_START:
        return 8
    inside_unknown_word = len(before) == len(after) == 1 and before != "的"
    return 5 if inside_unknown_word else 0


def _filled(pieces: Sequence[str], max_chars: float) -> tuple[str, ...]:
    """Line after line as full as it goes, for titles that have more lines than a title should."""
    lines: list[list[str]] = [[]]
    for piece in pieces:
        if em_width("".join([*lines[-1], piece])) > max_chars:
            lines.append([])
        lines[-1].append(piece)
    while len(lines) > 1 and em_width("".join(lines[-1])) < max_chars / 3 and len(lines[-2]) > 1:
        lines[-1].insert(0, lines[-2].pop())
    return _joined(lines)
