"""How the formalities of a paper are written: what people type, brought into the form that is printed."""

import re

from edusum.common.errors import EdusumError

NUMBER = r"^[^〔〕{}0-9][^〔〕{}]*〔[12][0-9]{3}〕[1-9][0-9]{0,4}号$"
"""A document number as printed: 示教〔2026〕3号 (GB/T 9704—2012 §7.2.5)."""
SERIAL = r"^[0-9]{6}$"
SECRECY = r"^(绝密|机密|秘密)(★[^{}]+)?$"
MOST_MARK, LONG_MARK = 30, 22
"""Characters of a 发文机关标志: the most there can be, and from where on its signs are set narrow."""
SEPARATORS = re.compile(r"[、，,；;\s]+")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_BRACKETED = re.compile(r"[\[［【(（〔〖]\s*([0-9]{4})\s*年?\s*[\]］】)）〕〗]")
_EXAMPLE = "请写成“示教〔2026〕3号”的样子"


def document_number(typed: str) -> str:
    """The 发文字号 with 〔〕 for any brackets and no blanks; raises EdusumError for anything but a number."""
    text = re.sub(r"\s+", "", typed.translate(_DIGITS))
    if not text:
        return ""
    text = _BRACKETED.sub(r"〔\1〕", text)
    if problem := _number_problem(text):
        raise EdusumError(problem)
    return text


def _number_problem(text: str) -> str:
    if re.search(r"〕第|第[0-9]+号", text):
        return f"发文字号里不写“第”字，{_EXAMPLE}。"
    if re.search(r"〕0", text):
        return f"发文顺序号前面不加 0，{_EXAMPLE}。"
    if not re.search(r"〔[12][0-9]{3}〕", text):
        return f"发文字号里要有用括号括起来的四位年份，{_EXAMPLE}。"
    if not text.endswith("号"):
        return f"发文字号以“号”字结尾，{_EXAMPLE}。"
    return "" if re.search(NUMBER, text) else f"发文字号由机关代字、年份和顺序号组成，{_EXAMPLE}。"


def serial_number(typed: str) -> str:
    """The 份号 in six digits: 1 → 000001; raises EdusumError."""
    text = typed.translate(_DIGITS).strip()
    if not text:
        return ""
    if not re.search(r"^[0-9]{1,6}$", text) or not int(text):
        raise EdusumError("份号是 1 至 999999 的数字，不足六位的会自动在前面补 0。")
    return text.zfill(6)


def secrecy(typed: str) -> str:
    """The 密级, with ★ before its term: 秘密★1年; raises EdusumError."""
    text = re.sub(r"\s+", "", typed).replace("*", "★").replace("☆", "★")
    if text and not re.search(SECRECY, text):
        raise EdusumError("密级只能是绝密、机密或秘密，有保密期限的写成“秘密★1年”。")
    return text


def mark(typed: str) -> str:
    """The 发文机关标志; raises EdusumError when it is too long for a line of large signs."""
    text = typed.strip()
    if len(text) > MOST_MARK:
        raise EdusumError(
            f"发文机关标志有 {len(text)} 个字，红色大字一行印不下，最多 {MOST_MARK} 个字，请改用规范化简称。"
        )
    return text


def attachment_name(typed: str) -> str:
    """Without a label before it, the marks of a title around it, and marks at its end (GB/T 9704 §7.3.4)."""
    text = without(typed, "附件").rstrip("。．.；;，,、：: ")
    found = re.fullmatch(r"《([^《》]*)》", text)
    return found[1].strip() if found else text


def names(typed: str) -> str:
    """Names one after another, joined by 、."""
    return "、".join(name for name in SEPARATORS.split(typed) if name)


def without(typed: str, *labels: str) -> str:
    """The words without a label before them (抄送：) and without the full stop after them."""
    text = typed.strip()
    for label in labels:
        for colon in "：:":
            text = text.removeprefix(f"{label}{colon}")
    return text.strip().removesuffix("。")


def without_brackets(typed: str) -> str:
    """A 附注 without the brackets that are printed around it."""
    text = typed.strip()
    is_bracketed = text[:1] in {"（", "("} and text[-1:] in {"）", ")"}
    return text[1:-1].strip() if is_bracketed else text


def subtitle(typed: str) -> str:
    """Without the dash that is printed before it."""
    return typed.strip().lstrip("—－-–").strip()
