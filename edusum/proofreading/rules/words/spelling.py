from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading
from edusum.proofreading.spelling import Misspelling, Source, misspellings

_LAW = "《国家通用语言文字法》第九条；《现代汉语词典》"


def _hits(reading: Reading, source: Source, message: str) -> Iterator[Hit]:
    for item in misspellings(reading.plain):
        if item.source == source and not (
            reading.is_linked(item.start, item.end) or (source == "word" and _is_converted(reading, item))
        ):
            yield _hit(reading, item, message)


def _is_converted(reading: Reading, item: Misspelling) -> bool:
    """Whether characters around it were traditional: what no word is may be the conversion's fault."""
    start, end = max(0, item.start - 2), item.end + 2
    pairs = zip(reading.text[start:end], reading.plain[start:end], strict=True)
    return any(one != other and "\u4e00" <= one <= "\u9fff" for one, other in pairs)


def _hit(reading: Reading, item: Misspelling, message: str) -> Hit:
    wrong = reading.text[item.wrong_start : item.wrong_end]
    quote = reading.text[item.start : item.end]
    return Hit(
        item.start,
        item.end,
        message.format(quote=quote, wrong=wrong, right=item.right),
        evidence=f"应为“{item.right}”，文中为“{wrong}”",
        fix=Fix(item.wrong_start, item.wrong_end, item.right, f"改为“{item.right}”"),
        severity="error" if item.is_certain else None,
    )


def never_right(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "never", "“{wrong}”是错别字，请改为“{right}”。")


def wrong_in_context(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "context", "“{quote}”里的“{wrong}”用错了，请核对是否应为“{right}”。")


def term_slips(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "term", "固定说法是“{right}”，这里写成了“{wrong}”，请核对。")


def broken_terms(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "broken", "固定说法是“{right}”，“{wrong}”像是掉了字或者颠倒了，请核对。")


def word_slips(reading: Reading) -> Iterator[Hit]:
    return _hits(reading, "word", "“{wrong}”不成词，像是“{right}”打错了字，请核对。")


RULES = (
    Rule(
        code="never-right",
        family="words",
        title="错别字",
        severity="suspect",
        kind="typo",
        authority=_LAW,
        about=(
            "按错别字表查找从来不对的写法，如“部暑”“责职”“再接再励”。"
            "几个字恰好分属前后两个词的（如“进行页面设计”），不报。"
        ),
        find=never_right,
        cases=(
            Case("会议对下一阶段工作作了部暑。", ("部暑",)),
            Case("会议对下一阶段工作作了部署。"),
            Case("各科室要明确责职，再接再励。", ("责职", "再接再励")),
            Case("活动现场令人震憾。", ("震憾",)),
            Case("籍此机会，向大家表示感谢。", ("籍此",)),
            Case("深人推进攻艰行动，共签定42份，宏扬教育家精神。", ("深人", "攻艰", "签定", "宏扬")),
            Case("课改成果如火如茶，成绩名列前矛。", ("如火如茶", "名列前矛")),
            Case("由浅入深，深入人心；接纳人才，投入人力；计划投人民币12万元。"),
            Case("坚定立场，确定立项，制定立德树人方案；水塔建成通水。"),
            Case("各校按装了监控设备。", ("按装",)),
            Case("局党委先后五次从新修订制度。", ("从新修订",)),
            Case("学校按装备标准配齐了仪器。"),
            Case("平台已进行页面改版。"),
            Case("各校从新时代的要求出发，办好学校。"),
            Case("教师既便于备课，又便于交流。"),
            Case("凭户籍此项费用可以减免。"),
            Case("他在研讨会上提出要发扬成绩。"),
            Case("一致同意，持之以恒，实事求是，因地制宜。"),
        ),
    ),
    Rule(
        code="wrong-word",
        family="words",
        title="用错了词",
        severity="suspect",
        kind="typo",
        authority=_LAW,
        about=(
            "查找读音相近、在这样的搭配里用错了的词，如“办学品味”“有力时机”“截止2024年底”。"
            "单独一个词无法判断对错的，不报。"
        ),
        find=wrong_in_context,
        cases=(
            Case("努力提升学校的办学品味。", ("办学品味",)),
            Case("努力提升学校的办学品位。"),
            Case("抓住这一有力契机，加快项目建设。", ("有力契机",)),
            Case("截止2024年底，全县共有学校86所。", ("截止20",)),
            Case("上好心里辅导课。", ("心里辅导",)),
            Case("新建多媒体教师12间。", ("多媒体教师",)),
            Case("建立健全激励机智。", ("激励机智",)),
            Case("截至2024年底，全县共有学校86所。"),
            Case("报名工作已经截止，共有120人报名。"),
            Case("语文教师在教室里备课。"),
            Case("面对当前形势，采取多种形式开展宣传。"),
            Case("群众反映的问题得到快速反应。"),
            Case("他既要教书，又要育人；即使再忙，也坚持家访。"),
            Case("层层抓落时，取得阶段性城果，学生意识较为名显。", ("抓落时", "阶段性城果", "较为名显")),
            Case("对履职情况经行年度考核，灭火气己于5月更换。", ("情况经行", "灭火气")),
            Case("干部学发用法，工程己全部完工；道路,己于5月通车。", ("学发用法", ",己于")),
            Case("会前学法，段落时间安排合理，实际教学时间不足20周。"),
            Case("已经进行两次，国家大力扶持，自己完成整改。"),
        ),
    ),
    Rule(
        code="term-slip",
        family="words",
        title="成语和固定说法写错",
        severity="suspect",
        kind="typo",
        authority=_LAW,
        about=(
            "成语、政策用语和本行固定说法，只差一个同音字的，如“尉然成风”“立德数人”。"
            "换了的字和旁边能成词的，不报。"
        ),
        find=term_slips,
        cases=(
            Case("读书活动蔚燃成风。", ("蔚燃成风",)),
            Case("读书活动蔚然成风。"),
            Case("落实立德术人根本任务。", ("立德术人",)),
            Case("加强考核坪价。", ("考核坪价",)),
            Case("各校攻坚克南，久久为攻。", ("攻坚克南", "久久为攻")),
            Case("学前教育普及普会。", ("普及普会",)),
            Case("文化生活丰富多彩，亮点引人注目，为人处世稳重。"),
            Case("聘请计算机教师讲课，建成计算机教室。"),
            Case("学习实践课学发展观。", ("课学发展观",)),
            Case("坚持依法执政，依法致校。", ("依法致校",)),
            Case("做到依法治校、依法执教。"),
            Case("科普示范学校和师范学校。"),
            Case("教师言传身教，学生耳濡目染。"),
            Case("抓好隐患排查整治和质量监测、质量检测。"),
            Case("落实立德树人根本任务。"),
            Case("因校制宜、因班制宜开展活动。"),
        ),
    ),
    Rule(
        code="broken-term",
        family="words",
        title="固定说法掉字或颠倒",
        severity="suspect",
        kind="typo",
        authority=_LAW,
        about=(
            "本行固定说法掉了一个字，或者两个字前后颠倒，剩下的字不成词的，"
            "如“义教育均衡发展”“控保辍学”。说法的简称和变体不报。"
        ),
        find=broken_terms,
        cases=(
            Case("普及九年义教育。", ("普及九年义教育",)),
            Case("推进义务教育均衡发展。"),
            Case("做好控保辍学工作。", ("控保辍学",)),
            Case("落实立树德人根本任务。", ("立树德人",)),
            Case("加强教师伍队建设。", ("教师伍队",)),
            Case("义教育阶段学校招聘特教师岗12名，市教局育统筹。", ("义教育", "特教师岗", "教局育")),
            Case("各类教育中，学教育前幼儿9846人。", ("学教育前",)),
            Case("依法依规办学，转作风、讲实效；社会监督制度落地，三残儿童应入尽入。"),
            Case("小学教育前五名；党组织组织领导；爱国主义教育；下步打算。"),
            Case("建设标准学校8所，加强基层组织建设。"),
            Case("成教行政部门和职教行政部门。"),
            Case("办好公办园和民办园。"),
            Case("做好控辍保学工作。"),
            Case("抓普及、控辍学，抓队伍、强师资。"),
            Case("加强教师队伍和干部队伍建设。"),
            Case("落实立德树人的根本任务。"),
        ),
    ),
    Rule(
        code="no-word",
        family="words",
        title="不成词的字",
        severity="suspect",
        kind="typo",
        authority=_LAW,
        about=(
            "两个字不成词，和前后的字也不成词，却与一个常用词只差一个同音字或形近字，如“挂构”“隐换”。"
            "人名和词与词之间碰巧相邻的字，不报。"
        ),
        find=word_slips,
        cases=(
            Case("评选结果与奖惩挂苟。", ("挂苟",)),
            Case("评选结果与奖惩挂钩。"),
            Case("发放教材并加强培寻。", ("培寻",)),
            Case("面向社会征球建议。", ("征球",)),
            Case("工程已经竣功。", ("竣功",)),
            Case("陈晓明、高玉敏被评为先进。"),
            Case("各股室做好迎检工作。"),
            Case("做到应出尽出、应收尽收。"),
            Case("生师比为15:1。"),
            Case("三是以赛促训，以评促改。"),
            Case("教职工知校情、懂校史。"),
            Case("对监考人员进行掊训。", ("掊训",)),
            Case("能推则推的作风要不得，作风要硬起来。"),
            Case("工程进展缓漫，取得了一定成积。", ("缓漫", "成积")),
            Case("手续正在办里，会后及时清里。", ("办里", "清里")),
            Case("清出违规列支3万元，退完多收的费用。"),
            Case("青堤区教育局印发了方案。"),
            Case("各股室提质增效，实考186人，逐件核查，建强队伍。"),
            Case("李强华、周清里两位同志作了发言。"),
        ),
    ),
)
