import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.leading import led_by
from edusum.proofreading.reading import Reading

_AUTHORITY = "《现代汉语》“的”“地”“得”的用法；公文写作惯例"
_MANNERS = (
    "有针对性|有计划|有步骤|有重点|有组织|有目的|有序|有效|有力|深入细致|深入扎实|深入|扎实有效|扎扎实实|扎实|认认真真|"
    "认真|认真细致|积极主动|积极|主动|更好|更加有效|更快|充分|广泛|切实|及时|不断|自觉|逐步|严格|真正|大力|进一步|"
    "有的放矢|因地制宜|实事求是|持之以恒|坚持不懈|一如既往|坚定不移|全心全意|旗帜鲜明|创造性|高标准|高质量|稳步|"
    "顺利|圆满|较好|很好|有条不紊|卓有成效|富有成效|全力以赴|尽心尽力|全方位|多角度|多层次|多渠道|全身心|潜移默化|"
    "循序渐进|雷厉风行|与时俱进|科学合理|公平公正|如期|如实|准确|有机|最大限度|力所能及|紧紧|牢牢|明显"
)
_VERBS = (
    "推进|落实|完成|提高|提升|促进|推动|加强|解决|执行|配合|参与|改善|改进|优化|深化|强化|增强|普及|完善|化解|"
    "部署|查找|排查|整治|构建|打造|搭建|拓宽|巩固|拓展|夯实|压实|培育|督促|调整|利用|运用"
)
_SURE_VERBS = (
    "开展|做好|抓好|搞好|办好|发挥|调动|把握|激发|掌握|营造|融入|"
    "听取|结合|贯彻|履行|投入到|消除|防止|遏制|了解|参加"
)
_NOT_NOUN = (
    "(?!机制|措施|情况|方案|办法|方法|条件|能力|意识|力度|制度|体系|模式|途径|渠道|环境|氛围|作用|方式|路径|计划|工作|"
    "意见|建议|思路|成果|效果|水平|空间|手段|平台|政策|步伐|程度|速度|幅度|活动|过程|状态|局面|态势|势头|动力|合力|"
    "服务|管理|培训|教育|教学|学习|研究|指导|宣传|检查|调研|部署|措|率|度|点|者|性|型|类|期|和|与|或|及|等|是|"
    "的|地|为|有|在|对|也|都|不|上|下|中|前|后|以|而|并|到|使|让|才|就|还|更|要|应|能|可|需|必)"
)
_MANNER = re.compile(f"(?:{_MANNERS})(?<!行之有效)$")
_BEFORE_VERB = re.compile(
    f"的(?=(?:{_VERBS})(?:了|{_NOT_NOUN}[\u4e00-\u9fff])"
    "|(?:" + _SURE_VERBS + ")(?![的点体部度率力者期和与或及等是])[\u4e00-\u9fff])"
)
_ATTRIBUTE = re.compile(
    "(?:进行|开展|作|给予|予以)(?:了|过)?(?:认真|全面|深入|细致|广泛|系统|详细|具体|充分|深刻|及时|严肃|周密|深入细致|"
    "全面系统|认真细致|有效|热烈|热情|大力|积极)地(?=思想|动员|学习|培训|部署|检查|调研|宣传|总结|分析|讨论|研究|安排|"
    "指导|辅导|整改|整治|排查|教育|督导|评估|支持|帮助|配合|改造|探索|准备|发言|讲话|交流|处理|论证|说明|部分|布置)"
)
_BEFORE_HANDING = re.compile(
    "的(?=(?:反馈|上报|报送|报告|传达|传递|转达|转交|移交|告知|通知|发放|分配|输送|融入|应用|"
    "运用|渗透|贯穿|分解|汇报)(?:给|到|至|于))"
)
_ACTION = re.compile("(?:[找看抓做办讲写听走钻站坐沉想摸查挖]|剖析|学习|落实|执行)$")
_BEFORE_RESULT = re.compile(
    '的(?=(?:准|稳|牢|实|细|透|深|快|远|清|紧|严|宽|高|浅|不够|不好|不实|不深|不透|不严|不细)[,.;、。;!?”"])'
)
_OWNER = re.compile("(?:党员|干部|教师|学生|群众|学校|工作|教育|职工|单位|家长|社会|班子|师生)$")
_BEFORE_OWN = re.compile(
    "得(?=思想|灵魂|素质|质量|水平|作风|能力|意识|责任|权益|利益|积极性|主动性|建设|管理|问题|困难|要求|特点|实际|精神)"
)
_LONGEST = 4


def particles(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for lead, sign, wrong, right, reason in (
        (_MANNER, _BEFORE_VERB, "的", "地", "这里修饰动词，应当用“地”。"),
        (_MANNER, _BEFORE_HANDING, "的", "地", "这里修饰动词，应当用“地”。"),
        (_ACTION, _BEFORE_RESULT, "的", "得", "动词后面说明程度或结果，应当用“得”。"),
        (_OWNER, _BEFORE_OWN, "得", "的", "这里表示领属，应当用“的”。"),
    ):
        for before, match in led_by(plain, lead, sign, _LONGEST):
            yield _hit(reading, before.start(), match.end(), wrong, right, reason)
    if "地" in plain:
        for match in _ATTRIBUTE.finditer(plain):
            yield _hit(reading, *match.span(), "地", "的", "这里修饰后面的名词，应当用“的”。")


def _hit(reading: Reading, start: int, end: int, wrong: str, right: str, reason: str) -> Hit:
    last = min(end + 2, reading.line_span(reading.line_of(end))[1])
    return Hit(
        start,
        last,
        f"{reason}请把“{wrong}”改为“{right}”。",
        evidence=f"应为“{reading.text[start : end - 1]}{right}{reading.text[end:last]}”",
        fix=Fix(end - 1, end, right, f"改为“{right}”"),
    )


RULES = (
    Rule(
        code="particles",
        family="words",
        title="“的”“地”“得”用错",
        severity="suspect",
        kind="typo",
        authority=_AUTHORITY,
        about=(
            "只查最有把握的几种：“有针对性的开展督导”“进行了全面地检查”“找的准”“党员得思想”。"
            "后面可能是名词的（“更好的发展环境”“有效的保障措施”），不报。"
        ),
        find=particles,
        cases=(
            Case("各校有针对性的开展家访。", ("有针对性的开展",)),
            Case("各校有针对性地开展家访。"),
            Case("更好的结合本校实际。", ("更好的结合",)),
            Case("对安全工作进行了全面地检查。", ("进行了全面地检查",)),
            Case("问题要找的准、改的实。", ("找的准、",)),
            Case("触及干部得思想。", ("干部得思想",)),
            Case("扎实有效的推进了各项工作。", ("扎实有效的推进",)),
            Case("更好的结合教育系统的特点。", ("更好的结合",)),
            Case("为学生营造更好的发展环境。"),
            Case("采取有效的保障措施，形成积极的推动作用。"),
            Case("保证了各项工作扎实有效的开展。"),
            Case("进行了全面的检查，认真地检查了台账。"),
            Case("他讲的是实话，做的好事很多。"),
            Case("有针对性的培训受到欢迎。"),
            Case("有力的推动机制已经形成。"),
            Case("督导组及时的反馈给学校。", ("及时的反馈",)),
            Case("各校作出了及时的反馈。"),
            Case("群众得实惠，学生得发展，教育得民心。"),
            Case("广泛的参与度是活动成功的关键。"),
            Case("提出了行之有效的落实举措。"),
            Case("工作得到群众认可，学生得益于此。"),
        ),
    ),
)
