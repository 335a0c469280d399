import itertools
from collections.abc import Iterator

from edusum.proofreading.announced import Announced, wrong_counts
from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.reading import Reading
from edusum.proofreading.slogans import wrong_slogans

_SHOWN = 6


def announced_count(reading: Reading) -> Iterator[Hit]:
    seen: set[int] = set()
    for found in itertools.chain(wrong_counts(reading), wrong_slogans(reading)):
        if found.start in seen:
            continue
        seen.add(found.start)
        words = reading.text[found.start : found.end]
        yield Hit(
            found.start,
            found.end,
            f"这里说的是“{words}”，列出的却是{found.listed}个，请核对个数，或者补上遗漏的内容。",
            evidence=_evidence(found, words),
            severity="error" if found.is_sure else "suspect",
        )


def _evidence(found: Announced, words: str) -> str:
    names = "、".join(name.strip()[:12] for name in found.names[:_SHOWN])
    named = f"（{names}{'…' if len(found.names) > _SHOWN else ''}）" if names else ""
    return f"列出{found.listed}个{named}，文中为“{words}”"


RULES = (
    Rule(
        code="announced-count",
        family="figures",
        title="说的个数与列出的不符",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：总说的项数与分说的项数一致",
        about="数一数“三项制度”“四点意见”“五公开”“五个方面”前面或后面列出的内容。带“等”字、列举不规则时不作判断。",
        find=announced_count,
        cases=(
            Case("开展专项督导6次，即春季开学、秋季开学、课后服务、“五项管理”、校园食堂、办园行为各1次。"),
            Case("查实的3件涉及5名教师，分别为2人、2人、1人。"),
            Case("落实每日巡查、每周检查、每月研判四项制度。", ("四项",)),
            Case("落实每日巡查、每周检查、每月研判三项制度。"),
            Case("重点做好三项工作：一是抓安全；二是抓质量。", ("三项",)),
            Case(
                "我讲四点意见。\n一、提高认识\n各校要重视。\n二、突出重点\n抓住关键。\n三、落实责任\n层层压实。",
                ("四点",),
            ),
            Case("开展“看、听、查、议”五字工作法。", ("五字",)),
            Case("坚持招生“五公开”，即公开政策、公开计划、公开程序、公开结果。", ("五公开",)),
            Case("做到安全教育“四落实”，即人员、时间、教材、经费、考核落实。", ("四落实",)),
            Case("落实“四个百分之百”：保安配备率100%、报警安装率100%、封闭管理率100%。", ("四个",)),
            Case("组织六次专项督导，分别是开学、安全、体育、减负、收费专项督导。", ("六次",)),
            Case("坚持“四同步”，即同步规划、同步建设、同步验收、同步使用。"),
            Case("狠抓“四风”，即形式主义、官僚主义、享乐主义和奢靡之风。"),
            Case("落实“五项管理”：出台作业、睡眠、手机管理办法。"),
            Case("坚持“五公开”，即公开政策、公开计划、公开程序等。"),
            Case("推进“双减”，即减轻作业负担和校外培训负担。"),
            Case("组织三次督导，分别是春季开学、秋季开学和安全督导。"),
            Case("做到“三个持续”，即持续巩固成果，持续提升质量。", ("三个",)),
            Case("3所学校入选，分别为第一中学、实验小学、城关中学、职教中心。", ("3所",)),
            Case("评价内容归为办学方向、课程教学、教师发展、学校管理、学生发展六个方面。", ("六个方面",)),
            Case("4.3 完善荣誉激励、待遇保障、关心关爱四项机制。", ("四项",)),
            Case("服务由作业辅导一项拓展为体育锻炼、艺术熏陶、科学普及、劳动实践五类。", ("五类",)),
            Case("必须履行论证、公示、听证、报批三道程序。", ("三道",)),
            Case("撤并学校必须履行论证、公示、听证、报批四道程序。"),
            Case("统编语文、道德与法治、历史三科教材全面使用。"),
            Case("学校、家长参与和社会监督三类机制不断健全。"),
            Case("重点做好三项工作：一是抓安全；二是抓质量；三是抓队伍。"),
            Case("教育、公安、卫健、市场监管等14个部门参加。"),
            Case("按照“一个统筹、两个加强、三个到位”的思路推进工作。"),
            Case("在小学、初中、高中开设四门课程。"),
            Case("围绕“巩固、深化、创新”六字方针开展工作。"),
            Case("落实三项制度，安全管理得到加强。一是组织学习。二是严格考核。"),
            Case("我提三点希望。首先，当明白人。其次，当实干家。最后，当贴心人。"),
            Case("学校、家庭、社会三方面共同参与。"),
            Case("新建、改扩建幼儿园5所。"),
        ),
    ),
)
