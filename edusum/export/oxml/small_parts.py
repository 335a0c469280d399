"""The small parts of the package: settings, fonts, theme, properties."""

from datetime import UTC, datetime
from typing import NamedTuple

from edusum.export.oxml.markup import DECLARATION, NAMESPACES, attribute, clean, encoded
from edusum.export.styles import Layout, Substitute

_COMPATIBILITY = "http://schemas.microsoft.com/office/word"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WESTERN, _CHINESE = "00", "86"
_PROPERTY_LENGTH = 255
_OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM_PROPERTY = '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{}">'
DOCUMENT_PROPERTY = "EdusumSnapshot"
_CORE_PROPERTIES = (
    f"{DECLARATION}<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "C00000",
    "accent2": "595959",
    "accent3": "7F7F7F",
    "accent4": "A5A5A5",
    "accent5": "BFBFBF",
    "accent6": "D9D9D9",
    "hlink": "0563C1",
    "folHlink": "954F72",
}


class Properties(NamedTuple):
    """What a file says of itself; `document` is the digest of what it was made of, "" for nothing."""

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    dated: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    document: str = ""


def settings_xml(layout: Layout) -> bytes:
    """Left and right pages differ, punctuation keeps its width, Word 2013 and later."""
    mirrored = "<w:mirrorMargins/>" if layout.house.is_mirrored else ""
    modern = f'<w:compatSetting w:name="compatibilityMode" w:uri="{_COMPATIBILITY}" w:val="15"/>'
    content = (
        f'<w:zoom w:percent="100"/>{mirrored}<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:doNotExpandShiftReturn/>{modern}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
        ' w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"'
        ' w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    )
    return f"{DECLARATION}<w:settings {NAMESPACES}>{content}</w:settings>".encode()


def font_table_xml(layout: Layout) -> bytes:
    entries = "".join(_font(name, layout) for name in layout.fonts)
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{entries}</w:fonts>".encode()


def _font(name: str, layout: Layout) -> str:
    substitute = next((item for item in layout.font_substitutes if item.font == name), Substitute(name, ""))
    instead = f'<w:altName w:val="{attribute(substitute.instead)}"/>' if substitute.instead else ""
    shape = f'<w:panose1 w:val="{substitute.panose}"/>' if substitute.panose else ""
    characters = _WESTERN if name == layout.house.latin_font else _CHINESE
    kind = f'<w:charset w:val="{characters}"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
    return f'<w:font w:name="{attribute(name)}">{instead}{shape}{kind}</w:font>'


def theme_xml(layout: Layout) -> bytes:
    """The smallest theme that Word takes for whole."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    major, minor = (_theme_font(font) for font in (layout.heading_fonts[0], layout.body_font))
    content = (
        f'<a:clrScheme name="EduSum">{colours}</a:clrScheme>'
        f'<a:fontScheme name="EduSum"><a:majorFont>{major}</a:majorFont><a:minorFont>{minor}</a:minorFont>'
        f"</a:fontScheme>{_formats()}"
    )
    elements = f"<a:themeElements>{content}</a:themeElements>"
    return f'{DECLARATION}<a:theme xmlns:a="{_DRAWING}" name="EduSum">{elements}</a:theme>'.encode()


def _theme_font(font: str) -> str:
    name = attribute(font)
    return f'<a:latin typeface="{name}"/><a:ea typeface="{name}"/><a:cs typeface=""/>'


def _formats() -> str:
    """Three fills, lines and effects: subtle, moderate, intense. Ours are all plain."""
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:fmtScheme name="EduSum"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
    )


def core_properties_xml(properties: Properties) -> bytes:
    """What the file says of itself, in the order of Word."""
    date = f"{properties.dated:%Y-%m-%dT%H:%M:%SZ}"
    values = {
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "dc:creator": properties.author,
        "cp:keywords": properties.keywords,
        "cp:lastModifiedBy": properties.author,
        "cp:revision": "1",
        "dc:language": "zh-CN",
    }
    told = "".join(f"<{name}>{_property(value)}</{name}>" for name, value in values.items())
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{date}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return encoded(f"{_CORE_PROPERTIES}{told}{dates}</cp:coreProperties>")


def _property(text: str) -> str:
    """At most as long as Word takes it."""
    return attribute(clean(" ".join(text.split()))[:_PROPERTY_LENGTH])


def custom_properties_xml(document: str) -> bytes:
    """Of which document the file was made."""
    told = f"{_CUSTOM_PROPERTY.format(DOCUMENT_PROPERTY)}<vt:lpwstr>{document}</vt:lpwstr></property>"
    spaces = f'xmlns="{_OFFICE_DOCUMENT}/custom-properties" xmlns:vt="{_OFFICE_DOCUMENT}/docPropsVTypes"'
    return f"{DECLARATION}<Properties {spaces}>{told if document else ''}</Properties>".encode()


def app_properties_xml() -> bytes:
    namespace = f"{_OFFICE_DOCUMENT}/extended-properties"
    content = "<Application>EduSum</Application>"
    return f'{DECLARATION}<Properties xmlns="{namespace}">{content}</Properties>'.encode()
