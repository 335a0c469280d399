"""A text as the rules read it: half-width figures, simplified characters, every character in its place."""

import re
from functools import cache

import opencc

_WIDTHS = dict(zip("０１２３４５６７８９％．－／", "0123456789%.-/", strict=True))
_TRADITIONAL = re.compile("[學國會個為與對業開縣區長師員實發這體專達]")
"""A text in traditional characters has one of these in nearly every line."""


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters and what each of them is in simplified ones."""
    han = [chr(code) for code in range(0x4E00, 0x9FFF)]
    simple = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {one: other for one, other in zip(han, simple, strict=True) if one != other}


def plain(text: str) -> str:
    """As long as the text itself, so that places stay what they are.

    Sign by sign: `str.translate` is many times slower where most characters are in no table.
    """
    for wide, narrow in _WIDTHS.items():
        if wide in text:
            text = text.replace(wide, narrow)
    if _TRADITIONAL.search(text):
        simple = _simplified()
        for sign in simple.keys() & set(text):
            text = text.replace(sign, simple[sign])
    return text
