"""Marks before headings: from a level and a count to 一、（一）1.（1） and 第一部分."""

STYLE_OF_LEVEL = {1: "cn_comma", 2: "cn_paren", 3: "arabic_dot", 4: "arabic_paren"}
_PATTERNS = {
    "part": "第{chinese}部分　",
    "cn_comma": "{chinese}、",
    "cn_paren": "（{chinese}）",
    "arabic_dot": "{arabic}.",
    "arabic_paren": "（{arabic}）",
    "none": "",
}
_DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百〇五; defined for 1–999."""
    if not 1 <= number <= 999:
        raise ValueError(f"no heading is numbered {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "〇"
    return text + (_DIGITS[ones] if ones else "")


def marker(number: int, *, level: int, style: str = "auto") -> str:
    """The printed mark of the number-th heading of its run; `style` as in library.enums.MarkerStyle."""
    if style == "auto":
        style = STYLE_OF_LEVEL.get(level, "none")
    pattern = _PATTERNS[style]
    return pattern.format(arabic=number, chinese=chinese_number(number) if "chinese" in pattern else "")
