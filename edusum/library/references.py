"""Which words can be names in phrases, and those that stand for texts."""

import unicodedata

from edusum.library.lists import LIST_NAMES

TEXT_NAMES = (
    *("单位全称", "单位简称", "本地", "全域", "年度", "上年度", "下年度"),
    *("五年规划", "普法规划", "下年五年规划", "下年普法规划"),
)
RESERVED_NAMES = frozenset(
    {"and", "elif", "else", "endfor", "endif", "for", "if", "in", "is", "loop", "not", "or", "recursive"}
    | {"as", "block", "call", "caller", "extends", "filter", "from", "import", "include", "macro", "set"}
    | {"False", "None", "True", "false", "none", "true", "kwargs", "self", "super", "varargs", "with"}
)
MAX_NAME = 60


def name_problem(name: str) -> str:
    """Why a word can't be a name in phrases, as a Chinese sentence; "" if it can."""
    normal = unicodedata.normalize("NFKC", name)
    if name != normal:
        return f"名称“{name[:MAX_NAME]}”里有全角字母、数字或异体字，请改写成“{normal[:MAX_NAME]}”。"
    if name in RESERVED_NAMES:
        return f"“{name}”是措辞语言自己的词，不能作名称，请换一个。"
    if name in LIST_NAMES:
        return f"“{name}”是措辞里给条目编号用的，不能作名称，请换一个。"
    if len(name) > MAX_NAME:
        return f"名称“{name[:10]}……”太长，最多 {MAX_NAME} 个字。"
    return (
        "" if name.isidentifier() else f"名称“{name}”只能由汉字、字母、数字和下划线组成，且不能以数字开头。"
    )
