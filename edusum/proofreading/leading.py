"""Words found by what stands behind them, where that is rarer than what they begin with."""

import re
from collections.abc import Iterator


def led_by(
    plain: str, lead: re.Pattern[str], sign: re.Pattern[str], reach: int = 20
) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Each place of `sign` that has `lead` right before it, with that one.

    `lead` ends with `$` and takes `reach` characters at most.
    """
    for match in sign.finditer(plain):
        before = lead.search(plain, max(0, match.start() - reach), match.start())
        if before:
            yield before, match
