"""A heading as people type it, made fit to be kept and printed."""

import re

from edusum.drafts.errors import OutlineError
from edusum.drafts.exhibits import NAMES_ONLY, names_wrong
from edusum.drafts.models import MAX_HEADING
from edusum.drafts.texts import on_one_line
from edusum.library import wording

_TYPED_MARK = re.compile(
    r"^(?:第[一二三四五六七八九十百]+部分|[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）"
    r"|\([一二三四五六七八九十]+\)|[（(]\d{1,2}[)）]|\d{1,2}(?:[、．]|\.(?!\d)))[\s\u3000]*"
)


def checked_heading(typed: str) -> str:
    """On one line, without the mark that people type before it; raises OutlineError."""
    words = _TYPED_MARK.sub("", wording.tidy_tokens(on_one_line(typed))).strip().rstrip("。")
    if not words:
        raise OutlineError("请写一个标题。")
    if len(words) > MAX_HEADING:
        raise OutlineError(f"标题有 {len(words)} 字，最多 {MAX_HEADING} 字，请写短一些。")
    if names_wrong(words):
        raise OutlineError(NAMES_ONLY)
    return words
