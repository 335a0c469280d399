"""Names of laws, offices and terms that were replaced, with the year from which the old name is wrong."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

Sort = Literal["law", "office", "term"]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Since `year` it is `now`; `source` says by what. `but`: longer names that are in order."""

    old: str
    year: int
    now: str
    source: str
    sort: Sort = "term"
    but: str = ""


_CODE = "《民法典》第一千二百六十条（2021年1月1日起施行）"
_REFORM_2018 = "《深化党和国家机构改革方案》（2018年3月）"
_REFORM_2023 = "《党和国家机构改革方案》（2023年3月）"
REPLACED = (
    *(
        Replaced(f"《{name}》", 2021, "《民法典》", _CODE, "law")
        for name in (
            "物权法",
            "中华人民共和国物权法",
            "合同法",
            "中华人民共和国合同法",
            "婚姻法",
            "中华人民共和国婚姻法",
            "继承法",
            "中华人民共和国继承法",
            "收养法",
            "中华人民共和国收养法",
            "担保法",
            "中华人民共和国担保法",
            "侵权责任法",
            "中华人民共和国侵权责任法",
            "民法通则",
            "中华人民共和国民法通则",
            "民法总则",
            "中华人民共和国民法总则",
        )
    ),
    Replaced(
        "《治安管理处罚条例》", 2006, "《治安管理处罚法》", "《治安管理处罚法》（2006年3月1日起施行）", "law"
    ),
    Replaced("《义务教育法实施细则》", 2008, "《义务教育法》", "国务院令第516号（2008年1月）", "law"),
    Replaced(
        "《中华人民共和国义务教育法实施细则》", 2008, "《义务教育法》", "国务院令第516号（2008年1月）", "law"
    ),
    Replaced(
        "《社会力量办学条例》",
        2003,
        "《民办教育促进法》",
        "《民办教育促进法》第六十八条（2003年9月1日起施行）",
        "law",
    ),
    Replaced("《幼儿园管理条例》", 2026, "《学前教育法》", "《学前教育法》（2025年6月1日起施行）", "law"),
    Replaced("《公务员暂行条例》", 2006, "《公务员法》", "《公务员法》（2006年1月1日起施行）", "law"),
    Replaced("《国家公务员暂行条例》", 2006, "《公务员法》", "《公务员法》（2006年1月1日起施行）", "law"),
    Replaced(
        "《国家行政机关公文处理办法》",
        2013,
        "《党政机关公文处理工作条例》",
        "中办发〔2012〕14号（2012年7月1日起施行）",
        "law",
    ),
    Replaced("《信访条例》", 2023, "《信访工作条例》", "《信访工作条例》（2022年5月1日起施行）", "law"),
    Replaced("《行政监察法》", 2019, "《监察法》", "《监察法》第六十九条（2018年3月20日起施行）", "law"),
    Replaced("国家教委", 1999, "教育部", "国务院机构改革（1998年3月）", "office"),
    Replaced("国家教育委员会", 1999, "教育部", "国务院机构改革（1998年3月）", "office"),
    Replaced(
        "人事部",
        2009,
        "人力资源和社会保障部",
        "国务院机构改革（2008年3月）",
        "office",
        but="组织人事部 干部人事部 学校人事部 劳动人事部门 人事部门",
    ),
    Replaced("劳动和社会保障局", 2011, "人力资源和社会保障局", "地方政府机构改革（2009—2010年）", "office"),
    Replaced("信息产业部", 2009, "工业和信息化部", "国务院机构改革（2008年3月）", "office"),
    Replaced("新闻出版总署", 2014, "国家新闻出版署", "国务院机构改革（2013年3月）", "office"),
    Replaced("国家新闻出版广电总局", 2019, "国家新闻出版署、国家广播电视总局", _REFORM_2018, "office"),
    Replaced("国家卫生和计划生育委员会", 2019, "国家卫生健康委员会", _REFORM_2018, "office"),
    Replaced("国家卫计委", 2019, "国家卫生健康委", _REFORM_2018, "office"),
    Replaced("卫生和计划生育局", 2020, "卫生健康局", _REFORM_2018, "office"),
    Replaced("卫生计生局", 2020, "卫生健康局", _REFORM_2018, "office"),
    Replaced("文化广电新闻出版局", 2020, "文化广电和旅游局", _REFORM_2018, "office"),
    Replaced("文广新局", 2020, "文化广电和旅游局", _REFORM_2018, "office"),
    Replaced("城乡规划局", 2020, "自然资源局", _REFORM_2018, "office"),
    Replaced("地税局", 2019, "税务局", "国税地税征管体制改革（2018年6月）", "office"),
    Replaced("国税局", 2019, "税务局", "国税地税征管体制改革（2018年6月）", "office"),
    Replaced("地方税务局", 2019, "税务局", "国税地税征管体制改革（2018年6月）", "office"),
    Replaced("国家税务局", 2019, "税务局", "国税地税征管体制改革（2018年6月）", "office"),
    Replaced("国土资源部", 2019, "自然资源部", _REFORM_2018, "office"),
    Replaced("环境保护部", 2019, "生态环境部", _REFORM_2018, "office", but="环境保护部门"),
    Replaced("农业部", 2019, "农业农村部", _REFORM_2018, "office", but="农业部门"),
    Replaced("国家工商总局", 2019, "国家市场监督管理总局", _REFORM_2018, "office"),
    Replaced("国家质检总局", 2019, "国家市场监督管理总局", _REFORM_2018, "office"),
    Replaced("国家安监总局", 2019, "应急管理部", _REFORM_2018, "office"),
    Replaced("国务院法制办", 2019, "司法部", _REFORM_2018, "office"),
    Replaced("政府法制办", 2020, "司法局", _REFORM_2018, "office"),
    Replaced(
        "人事局",
        2011,
        "人力资源和社会保障局",
        "地方政府机构改革（2009—2010年）",
        "office",
        but="组织人事局 党群人事局 劳动人事局 组织和人事局 人事局部",
    ),
    Replaced("卫计局", 2020, "卫健局", _REFORM_2018, "office"),
    Replaced("卫计委", 2020, "卫健委", _REFORM_2018, "office", but="国家卫计委"),
    Replaced("人口和计划生育局", 2016, "卫生健康局", "国务院机构改革（2013年3月）", "office"),
    Replaced("计生委", 2020, "卫健委", _REFORM_2018, "office", but="卫计生委"),
    Replaced("工商局", 2020, "市场监督管理局", _REFORM_2018, "office"),
    Replaced("工商行政管理局", 2020, "市场监督管理局", _REFORM_2018, "office"),
    Replaced("质监局", 2020, "市场监督管理局", _REFORM_2018, "office"),
    Replaced("质量技术监督局", 2020, "市场监督管理局", _REFORM_2018, "office"),
    Replaced("食品药品监督管理局", 2020, "市场监督管理局", _REFORM_2018, "office"),
    Replaced("食药监局", 2020, "市场监督管理局", _REFORM_2018, "office"),
    Replaced("国土资源局", 2020, "自然资源局", _REFORM_2018, "office"),
    Replaced("国土局", 2020, "自然资源局", _REFORM_2018, "office"),
    Replaced("环境保护局", 2020, "生态环境局", _REFORM_2018, "office"),
    Replaced("环保局", 2020, "生态环境局", _REFORM_2018, "office"),
    Replaced("农业局", 2020, "农业农村局", _REFORM_2018, "office"),
    Replaced("旅游局", 2020, "文化和旅游局", _REFORM_2018, "office", but="文化旅游局 文体旅游局 文广旅游局"),
    Replaced("安监局", 2020, "应急管理局", _REFORM_2018, "office"),
    Replaced("安全生产监督管理局", 2020, "应急管理局", _REFORM_2018, "office"),
    Replaced("扶贫开发办公室", 2023, "农业农村局（乡村振兴局）", "国家乡村振兴局挂牌（2021年2月）", "office"),
    Replaced("扶贫办", 2023, "农业农村局（乡村振兴局）", "国家乡村振兴局挂牌（2021年2月）", "office"),
    Replaced("国家乡村振兴局", 2024, "农业农村部", _REFORM_2023, "office"),
    Replaced("金融办", 2025, "金融工作机构", _REFORM_2023, "office"),
    Replaced(
        "人民政府教育督导室",
        2016,
        "人民政府教育督导委员会",
        "《教育督导条例》（2012年10月1日起施行）",
        "office",
    ),
    Replaced("公安消防大队", 2020, "消防救援大队", _REFORM_2018, "office"),
    Replaced("公安消防部队", 2020, "消防救援队伍", _REFORM_2018, "office"),
    Replaced("一费制", 2009, "免除学杂费和教科书费", "国发〔2008〕25号", "term"),
    Replaced(
        "两免一补", 2018, "城乡统一的“两免一补”政策", "国发〔2015〕67号", "term", but="城乡统一的“两免一补”"
    ),
    Replaced("三免一补", 2018, "城乡统一的“两免一补”政策", "国发〔2015〕67号", "term"),
    Replaced("三通两平台", 2021, "教育数字化、国家智慧教育平台", "教育部2022年工作要点", "term"),
    Replaced(
        "学前一年毛入园率",
        2016,
        "学前三年毛入园率",
        "《国家中长期教育改革和发展规划纲要（2010—2020年）》",
        "term",
    ),
    Replaced(
        "建档立卡贫困户",
        2022,
        "脱贫户",
        "《中共中央 国务院关于实现巩固拓展脱贫攻坚成果同乡村振兴有效衔接的意见》",
        "term",
    ),
    Replaced(
        "建档立卡贫困学生",
        2022,
        "脱贫家庭学生",
        "《中共中央 国务院关于实现巩固拓展脱贫攻坚成果同乡村振兴有效衔接的意见》",
        "term",
    ),
    Replaced(
        "建档立卡贫困家庭学生",
        2022,
        "脱贫家庭学生",
        "《中共中央 国务院关于实现巩固拓展脱贫攻坚成果同乡村振兴有效衔接的意见》",
        "term",
    ),
    Replaced(
        "贫困县", 2022, "脱贫县", "国家乡村振兴重点帮扶县名单（2021年）", "term", but="原贫困县 脱贫困县"
    ),
    Replaced("计划生育工作", 2022, "优化生育政策", "《人口与计划生育法》（2021年修正）", "term"),
    Replaced(
        "全国法制宣传日",
        2015,
        "国家宪法日",
        "《全国人民代表大会常务委员会关于设立国家宪法日的决定》（2014年11月1日）",
        "term",
        but="国家宪法日暨全国法制宣传日 宪法日和全国法制宣传日 宪法日及全国法制宣传日 宪法日、全国法制宣传日",
    ),
    Replaced(
        "法制副校长",
        2023,
        "法治副校长",
        "《中小学法治副校长聘任与管理办法》（2022年5月1日起施行）",
        "term",
    ),
    Replaced("新型冠状病毒肺炎", 2023, "新型冠状病毒感染", "国家卫生健康委公告2022年第7号", "term"),
    Replaced("新冠肺炎", 2023, "新冠病毒感染", "国家卫生健康委公告2022年第7号", "term"),
)


_TOLD_OF = ("原", "“", "确定为", "定为", "称为", "名为", "改为", "设立")
"""Behind these an old name is told of, not used."""


@cache
def _by_name() -> dict[str, Replaced]:
    return {item.old: item for item in REPLACED}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name) for name in sorted(_by_name(), key=len, reverse=True)))


@lru_cache(maxsize=2)  # three rules look at the same text, one after the other
def replaced_names(text: str, year: int) -> tuple[tuple[int, int, Replaced], ...]:
    """Old names that a paper about the year should not use."""
    return tuple(
        (match.start(), match.end(), item)
        for match in _pattern().finditer(text)
        if year >= (item := _by_name()[match[0]]).year and not _is_longer(text, match.start(), item)
    )


def _is_longer(text: str, start: int, item: Replaced) -> bool:
    for name in item.but.split():
        at = name.find(item.old)
        if 0 <= at <= start and text.startswith(name, start - at):
            return True
    return text.endswith(_TOLD_OF, max(0, start - 3), start)
