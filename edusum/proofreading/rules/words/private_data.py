import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_AUTHORITY = "《个人信息保护法》第二十八条、第二十九条；《政府信息公开条例》第十五条"
_IDENTITY = re.compile(r"[1-9](?<![0-9A-Za-z.].)[0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1(?<![0-9A-Za-z.].)[3-9][0-9]([- ]?)[0-9]{4}\1[0-9]{4}(?![0-9A-Za-z])(?!\.[0-9])")
_COUNTED = re.compile(r" ?(?:元|万|亿|人|名|个|册|平方米|千瓦|吨|%)")
_OPEN_NUMBER = re.compile(
    r"(?:举报|监督|投诉|咨询|值班|服务|报名|办公|联系)(?:电话|热线|方式)?[^。\n]{0,20}$"
)
_CARD = re.compile(
    r"[456](?<![0-9A-Za-z.].)(?:(?<=6)[02]|(?<=4)[0-9]|(?<=5)[1-5])(?:[ ]?[0-9]){14,17}(?![0-9A-Za-z])"
)


def identity_numbers(reading: Reading) -> Iterator[Hit]:
    for match in _IDENTITY.finditer(reading.plain):
        number = match[0].upper()
        if _is_identity(number):
            yield _hit(
                match,
                "这里有一个身份证号码，公开的材料不应出现个人信息，请删去或只留前六位和后四位。",
                f"末位校验码{number[-1]}与前17位相符，是有效的身份证号码",
                f"{number[:6]}********{number[-4:]}",
            )


def _is_identity(number: str) -> bool:
    month, day = int(number[10:12]), int(number[12:14])
    total = sum(int(sign) * weight for sign, weight in zip(number, _WEIGHTS, strict=False))
    return (
        number[6:8] in ("19", "20")
        and 1 <= month <= 12
        and 1 <= day <= 31
        and _CHECKS[total % 11] == number[-1]
    )


def mobile_numbers(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    for match in _MOBILE.finditer(plain):
        if _COUNTED.match(plain, match.end()) or _OPEN_NUMBER.search(
            plain, max(0, match.start() - 30), match.start()
        ):
            continue
        number = match[0]
        yield _hit(
            match,
            "这里有一个手机号码，公开的材料不应出现个人信息，请核对是否应当删去。",
            "11位数字，号段属于移动电话",
            f"{number[:3]}****{number[-4:]}",
        )


def bank_cards(reading: Reading) -> Iterator[Hit]:
    for match in _CARD.finditer(reading.plain):
        digits = match[0].replace(" ", "")
        if _is_card(digits) and not _is_identity_like(digits):
            yield _hit(
                match,
                "这里像是一个银行卡号，公开的材料不应出现个人信息，请核对是否应当删去。",
                f"{len(digits)}位数字，校验位相符",
                f"{digits[:4]}****{digits[-4:]}",
            )


def _is_card(digits: str) -> bool:
    """By Luhn's formula (ISO/IEC 7812-1)."""
    doubled = [int(sign) * 2 for sign in digits[-2::-2]]
    return (
        sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)
    ) % 10 == 0


def _is_identity_like(digits: str) -> bool:
    return len(digits) == 18 and _is_identity(digits)


def _hit(match: re.Match[str], message: str, evidence: str, masked: str) -> Hit:
    start, end = match.span()
    return Hit(start, end, message, evidence=evidence, fix=Fix(start, end, masked, f"改为“{masked}”"))


RULES = (
    Rule(
        code="identity-number",
        family="words",
        title="身份证号码",
        severity="suspect",
        kind="other",
        authority=_AUTHORITY,
        about="查找校验码相符的18位身份证号码。校验码不符的长数字不报。",
        find=identity_numbers,
        cases=(
            Case("受助学生身份证号11010519491231002X。", ("11010519491231002X",)),
            Case("受助学生身份证号110105194912310021。"),
            Case("证件号：11010519491231002x，已核。", ("11010519491231002x",)),
            Case("家长（11010519491231002X）已签字。", ("11010519491231002X",)),
            Case("（440524188001010014）"),
            Case("340524198001010011", ()),
            Case("资产编号A11010519491231002X。"),
            Case("统一社会信用代码11430000006120338X12。"),
            Case("全年投入123456789012345678元。"),
            Case("110105********002X"),
            Case("编号37010219900230001X。"),
        ),
    ),
    Rule(
        code="mobile-number",
        family="words",
        title="手机号码",
        severity="suspect",
        kind="other",
        authority=_AUTHORITY,
        about="查找11位的手机号码。举报电话、值班电话这类公布的号码和后面有单位的数字不报。",
        find=mobile_numbers,
        cases=(
            Case("联络员李老师，13800138000，负责材料报送。", ("13800138000",)),
            Case("监督举报电话：13800138000。"),
            Case("请找王老师（139-0013-9000）领取。", ("139-0013-9000",)),
            Case("家长 158 0013 8000 反映的问题已办结。", ("158 0013 8000",)),
            Case("手机：１８６００１３８０００。", ("１８６００１３８０００",)),
            Case("全年投入13800138000元。"),
            Case("办公电话0731-12345678。"),
            Case("值班电话13900139000，24小时有人接听。"),
            Case("学籍号G13800138000123。"),
            Case("2023年投入15000.00万元。"),
            Case("138****8000"),
        ),
    ),
    Rule(
        code="bank-card",
        family="words",
        title="银行卡号",
        severity="suspect",
        kind="other",
        authority=_AUTHORITY,
        about="查找校验位相符的16到19位银行卡号。校验位不符的长数字不报。",
        find=bank_cards,
        cases=(
            Case("打卡发放，卡号6222021234567890128。", ("6222021234567890128",)),
            Case("打卡发放，卡号6222020200112233455。", ()),
            Case("卡号4111111111111111，开户行为县支行。", ("4111111111111111",)),
            Case("卡号4111 1111 1111 1111。", ("4111 1111 1111 1111",)),
            Case("卡号5500000000000004。", ("5500000000000004",)),
            Case("打卡发放，卡号6011000990139424。", ("6011000990139424",)),
            Case("设备编号4111111111111112。"),
            Case("投入4111万元。"),
            Case("账号尾号1111。"),
            Case("A4111111111111111"),
        ),
    ),
)
