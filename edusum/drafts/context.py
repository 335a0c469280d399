from collections.abc import Mapping

from edusum.orgs.models import Bureau


def text_names(bureau: Bureau, year: int) -> Mapping[str, str]:
    """The plain words every phrase may use, by their names in `library.phrasing.TEXT_NAMES`."""
    return {
        "单位全称": bureau.full_name,
        "单位简称": bureau.short_name,
        "本地": bureau.local_form,
        "全域": bureau.whole_form,
        "年度": str(year),
        "上年度": str(year - 1),
        "下年度": str(year + 1),
    }
