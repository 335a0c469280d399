"""What stands around the text of a paper: title, who speaks, 称呼, who signs and when, attachments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from edusum.document.model import Attachment, SignOff

_Y = r"(?:(?:19|20)\d\d|20[_x×]{2}|[_x×]{2,4}|[一二][〇零○O0o一二三四五六七八九]{3})"
_DATE = re.compile(
    rf"{_Y} ?年 ?(?:\d{{1,2}}|[一二三四五六七八九十元正]{{1,2}}|[x×_]{{1,2}}) ?月"
    r"(?: ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[x×_]{1,2}) ?[日号])?"
    r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
)
LONGEST_TITLE = 70
_LONGEST_LINE = 40
_LONGEST_SALUTATION = 90
_SALUTATION = re.compile(
    r"(?:(?:尊敬的|亲爱的)?(?:各位|全体)?[^。;:!?\n]{0,40}?(?:同志们?|领导|代表|委员|同事|朋友们?|老师们?|家长们?|女士们?|来宾|同学们?)"
    r"(?:[、,][^。;:!?,、\n]{1,24}){0,3}[:!,])"
)
_ADDRESSEE = re.compile(
    r"[^。;!?\n]{1,120}(?:局|府|委|厅|会|校|园|校区|办|室|中心|单位|科|股|院|站|部|处|所|组)[)]?:"
)
_GENRES = (
    "总结|要点|报告|讲话|发言|意见|计划|打算|小结|方案|安排|通知|汇报|致辞|材料|纪要|情况|述职|思路|体会|提纲"
)
_GENRE = re.compile(rf"(?:{_GENRES})(?:\(.{{1,20}}\)|稿|材料|提纲)?$")
_END = re.compile("[。!?;,]$")
_ATTACHED = re.compile(r"附件?\d{0,2} ?:")
_HEAD = re.compile(r"[^。,;:!?\n]{4,40}文 ?件")
_NUMBER_OF_PAPER = re.compile(r"[\u3400-\u9fffA-Za-z×]{1,12}[〔\[(](?:19|20)\d\d[〕\])]第? ?\d{1,5} ?号")
_NUMBER = re.compile(r"^\d{1,2}[.、] ?")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the source: its words, how they read folded, where they begin."""

    text: str
    plain: str
    start: int
    style_level: int | None = None
    is_centred: bool = False


@dataclass(slots=True)
class Front:
    """What stands above the text, and how many of the blocks that took."""

    title: str = ""
    subtitle: str = ""
    speaker: str = ""
    spoken_on: str = ""
    salutation: str = ""
    addressee: str = ""
    head: str = ""
    number: str = ""
    taken: int = 0
    title_blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Back:
    """What stands below the text: the blocks before `first` are text."""

    first: int
    sign_off: SignOff | None
    attachments: tuple[Attachment, ...]


def front(blocks: Sequence[Block]) -> Front:
    """Title and what follows it, from the blocks before the first heading."""
    found = Front()
    for block in blocks:
        if not _taken(found, block):
            break
        found.taken += 1
        if found.salutation or found.addressee:
            break
    if found.number and not found.head:
        found.head = found.title_blocks[0].text if found.title_blocks else ""
    return found


def _taken(found: Front, block: Block) -> bool:
    plain = block.plain
    if len(plain) <= _LONGEST_SALUTATION and _SALUTATION.fullmatch(plain):
        found.salutation = block.text
    elif found.title and _ADDRESSEE.fullmatch(plain):
        found.addressee = block.text
    elif not found.head and _HEAD.fullmatch(plain):
        found.head = block.text
    elif not found.number and _NUMBER_OF_PAPER.fullmatch(plain):
        found.number = block.text
    elif len(plain) > LONGEST_TITLE or (_END.search(plain) and not plain.startswith("--")):
        return False
    elif not found.title:
        found.title = block.text
        found.title_blocks.append(block)
    else:
        return _under_title(found, block)
    return True


def _under_title(found: Front, block: Block) -> bool:
    plain = block.plain
    date = _DATE.search(plain)
    if plain.startswith(("——", "--", "─")):
        found.subtitle = block.text.lstrip("—-─－ ")
    elif date and len(plain) - len(date[0]) <= 2:
        found.spoken_on = block.text.strip("()（） ")
    elif len(plain) <= 24 and plain.startswith("(") and plain.endswith(")") and date:
        found.spoken_on = date[0]
    elif is_title(plain) and is_title(found.title_blocks[0].plain) and not found.subtitle:
        found.title = block.text
        found.title_blocks.append(block)
    elif _goes_on(found, block):
        found.title += block.text
        found.title_blocks.append(block)
    elif len(plain) <= 16 and found.title and (found.subtitle or found.spoken_on or " " in plain):
        found.speaker = block.text
    else:
        return False
    return True


def _goes_on(found: Front, block: Block) -> bool:
    """Whether the title was broken: its first line says no genre, the second ends with one."""
    last = found.title_blocks[-1]
    return (
        len(block.plain) <= _LONGEST_LINE
        and not _GENRE.search(last.plain)
        and bool(_GENRE.search(block.plain))
        and not found.subtitle
        and not found.spoken_on
    )


def is_title(plain: str) -> bool:
    """Whether a line ends as titles do: 总结, 报告 …"""
    return len(plain) <= LONGEST_TITLE and bool(_GENRE.search(plain))


def back(blocks: Sequence[Block]) -> Back:
    """Who signs, when, and what is attached, from the last blocks of the text."""
    last = len(blocks)
    date_at = next((at for at in range(last - 1, max(-1, last - 8), -1) if _is_date(blocks[at])), None)
    if date_at is None:
        attached = _attached(blocks, last)
        return Back(attached[0], None, attached[1])
    note = ""
    if date_at + 1 < last and blocks[date_at + 1].plain.startswith("("):
        note = blocks[date_at + 1].text.strip("()（） ")
    first, name = date_at, ""
    while first and date_at - first < 2 and _is_name(blocks[first - 1]):
        first -= 1
        name = f"{blocks[first].text} {name}".strip()
    day = _DATE.search(blocks[date_at].plain)
    before = blocks[date_at].plain[: day.start()].strip() if day else ""
    attached = _attached(blocks, first)
    return Back(attached[0], SignOff(name or before, _told(blocks[date_at]), note), attached[1])


def _is_date(block: Block) -> bool:
    match = _DATE.search(block.plain) if len(block.plain) <= _LONGEST_LINE else None
    return match is not None and block.plain.rstrip(" )").endswith(match[0])


def _told(block: Block) -> str:
    match = _DATE.search(block.plain)
    return block.text[match.start() : match.end()] if match else block.text


def _is_name(block: Block) -> bool:
    plain = block.plain
    return len(plain) <= 30 and not re.search("[。;:!?,、]", plain) and not _NUMBER.match(plain)


def _attached(blocks: Sequence[Block], end: int) -> tuple[int, tuple[Attachment, ...]]:
    at = end
    while at and end - at < 12 and _NUMBER.match(blocks[at - 1].plain) and len(blocks[at - 1].plain) <= 60:
        at -= 1
    if not at or not _ATTACHED.match(blocks[at - 1].plain):
        return end, ()
    at -= 1
    names = [_ATTACHED.sub("", blocks[at].plain, count=1), *(block.plain for block in blocks[at + 1 : end])]
    kept = (_NUMBER.sub("", name.strip()).strip() for name in names)
    return at, tuple(Attachment(name) for name in kept if name)
