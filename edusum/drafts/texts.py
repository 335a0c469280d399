"""Text as people type it, made fit to be kept and printed."""

import re

from edusum.common.errors import EdusumError

MAX_TEXT = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def on_one_line(text: str) -> str:
    """Without control characters, every run of blanks as one."""
    return " ".join(_CONTROL.sub("", text).split())


def tidy(text: str, *, called: str = "本节", advice: str = "请拆分到其他章节") -> str:
    """One paragraph a line, no trailing blanks, no control characters; raises EdusumError when too long."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.strip(" \t\u3000") for line in text.split("\n")]
    tidied = "\n".join(line for line in lines if line)
    if len(tidied) > MAX_TEXT:
        raise EdusumError(f"{called}有 {len(tidied)} 字，最多 {MAX_TEXT} 字，{advice}。")
    return tidied
