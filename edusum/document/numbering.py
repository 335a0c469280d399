"""Chinese numerals, and the marks before headings: 一、（一）1.（1）, 第一部分, 第一，, 一要."""

import re

STYLE_OF_LEVEL = {1: "cn_comma", 2: "cn_paren", 3: "arabic_dot", 4: "arabic_paren"}
LARGEST = 9999
"""The largest number that is written in hanzi."""
_PATTERNS = {
    "part": "第{chinese}部分　",
    "cn_comma": "{chinese}、",
    "cn_paren": "（{chinese}）",
    "arabic_dot": "{arabic}.",
    "arabic_paren": "（{arabic}）",
    "di": "第{chinese}，",
    "yao": "{chinese}要",
    "none": "",
}
_DIGITS = "〇一二三四五六七八九"
_PLACES = ("千", "百", "十", "")


def chinese_number(number: int, *, zero: str = "〇") -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百〇五; defined for 1–9999.

    That is how things are numbered; what is counted takes 零 for `zero` (GB/T 15835—2011).
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(f"nothing is numbered {number} in hanzi")
    digits = str(number)
    written = "".join(
        zero if digit == "0" else _DIGITS[int(digit)] + place
        for digit, place in zip(digits, _PLACES[-len(digits) :], strict=True)
    )
    written = re.sub(f"{zero}+", zero, written).rstrip(zero)
    return written.removeprefix("一") if 10 <= number < 20 else written


def counted(number: int) -> str:
    """As it stands before a unit: 2 → 两, 12 → 十二, 105 → 一百零五, 2000 → 两千; defined for 0–9999."""
    if number == 0:
        return "零"
    written = chinese_number(number, zero="零")
    return f"两{written[1:]}" if number == 2 or written.startswith("二千") else written


def marker(number: int, *, level: int, style: str = "auto") -> str:
    """The printed mark of the number-th heading of its run; `style` as in library.enums.MarkerStyle."""
    if style == "auto":
        style = STYLE_OF_LEVEL.get(level, "none")
    pattern = _PATTERNS[style]
    return pattern.format(arabic=number, chinese=chinese_number(number) if "chinese" in pattern else "")
