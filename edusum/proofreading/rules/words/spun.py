from collections.abc import Iterator

from edusum.proofreading.confusions import MANY_SPUN, Confused, spun
from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading


def spun_words(reading: Reading) -> Iterator[Hit]:
    found = spun(reading.plain)
    for one in found:
        start = one.start + one.entry.at
        wrong, right = one.entry.wrong, one.entry.right
        yield Hit(
            one.start,
            one.end,
            f"“{reading.text[one.start : one.end]}”不这样搭配，像是“{right}”被替换成了“{wrong}”，请核对。",
            evidence=f"“{right}”与“{wrong}”意思相近，这里只能用“{right}”",
            fix=Fix(start, start + len(wrong), right, f"改为“{right}”"),
            kind="other" if len(found) >= MANY_SPUN else None,
        )


def spun_paper(reading: Reading) -> Iterator[Hit]:
    found = spun(reading.plain)
    if len(found) >= MANY_SPUN:
        first = found[0]
        yield Hit(
            first.start,
            first.end,
            f"全文像是被同义词软件改写过：有{len(found)}处不可能的搭配，请找到原文重新核对。",
            evidence="；".join(dict.fromkeys(_told(one) for one in found)),
            related=tuple((one.start, one.end) for one in found[1:]),
        )


def _told(one: Confused) -> str:
    return f"“{one.entry.right}”成了“{one.entry.wrong}”"


RULES = (
    Rule(
        code="spun-word",
        family="words",
        title="被替换的近义词",
        severity="suspect",
        kind="typo",
        authority="公文写作惯例",
        about="查找同义词改写软件留下的、不可能的搭配，如“科学开展观”“效劳师生”“原那么”。能讲得通的搭配不报。",
        find=spun_words,
        cases=(
            Case("深入贯彻科学开展观。", ("科学开展观",)),
            Case("深入贯彻科学发展观，广泛开展活动。"),
            Case("坚持公开、公平、公正的原那么。", ("原那么",)),
            Case("树立效劳群众的思想。", ("效劳群众",)),
            Case("广阔教师积极参与。", ("广阔教师",)),
            Case("作出了突出奉献。", ("突出奉献",)),
            Case("教师爱岗敬业、无私奉献。"),
            Case("按标准配备图书，建立健全制度。"),
            Case("那么，原因在哪里？"),
            Case("工作扎实开展，活动全面开展。"),
            Case("前途广阔，根底扎实。"),
            Case("动员全社会参与，发动群众。"),
        ),
    ),
    Rule(
        code="spun-paper",
        family="words",
        title="全文被改写过",
        severity="hint",
        kind="typo",
        authority="公文写作惯例",
        about="不可能的搭配有四处以上的，说明全文可能被同义词软件改写过，在第一处提示一次。",
        find=spun_paper,
        is_local=False,
        cases=(
            Case(
                "推动教育均衡开展。树立效劳群众的思想。广阔教师参与。坚持公平的原那么。",
                ("均衡开展",),
            ),
            Case("推动教育均衡发展。树立服务群众的思想。广大教师参与。坚持公平的原则。"),
            Case("推动经济开展，树立效劳意识，夯实根底，坚持原那么。", ("经济开展",)),
            Case("推动经济社会开展，广阔党员带头，效劳师生，稳固成果。", ("经济社会开展",)),
            Case("抓好雨露方案，科学开展，效劳社会，打牢根底。", ("雨露方案",)),
            Case("坚持原那么。"),
            Case("推动经济开展，效劳师生。"),
            Case("广泛开展活动，开展服务，开展培训，开展检查。"),
            Case("打牢基础，夯实基础，服务师生，发展经济。"),
            Case("为教育作贡献，讲奉献。"),
            Case(""),
        ),
    ),
)
