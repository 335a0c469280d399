"""Names inside Chinese sentences."""

import re

_INNER = str.maketrans("“”", "‘’")
_LATIN_STOP = re.compile(r"(?<=[一-鿿”’）])\.(?=\s|$|<)")
_SPACE = re.compile(r"(?<=[一-鿿，。：；！？“”]) +(?=[一-鿿“])|(?<=[“（]) +| +(?=[”）？！])")


def quoted(name: object) -> str:
    """“name”; quotation marks inside it become single ones: “‘十五五’规划”."""
    return f"“{str(name).translate(_INNER)}”"


def polite(text: str) -> str:
    """A sentence translated elsewhere as this site speaks: 您, 。, no spaces between hanzi."""
    spoken = _SPACE.sub("", text.replace("你", "您"))
    return _nested(_LATIN_STOP.sub("。", spoken).replace("？ ", "？"))


def _nested(text: str) -> str:
    """Inner quotation marks made single."""
    depth, written = 0, []
    for sign in text:
        depth -= sign == "”"
        written.append(sign.translate(_INNER) if depth > 0 and sign in "“”" else sign)
        depth += sign == "“"
    return "".join(written)
