"""The zip that a .docx is."""

from edusum.document.readers.package import custom_properties
from tests.document.readers.words import p, parts_of, word_file, zipped

_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property pid="2" name="EdusumSnapshot"><vt:lpwstr>7-ab</vt:lpwstr></property></Properties>'
)


def test_custom_properties_are_read_by_name():
    assert custom_properties(zipped(parts_of(p("甲")) | {"docProps/custom.xml": _PROPERTIES})) == {
        "EdusumSnapshot": "7-ab"
    }


def test_a_file_without_custom_properties_has_none():
    assert custom_properties(word_file(p("甲"))) == custom_properties(b"PK") == {}


def test_custom_properties_of_a_megabyte_are_not_read():
    huge = _PROPERTIES.replace("7-ab", "a" * 1_100_000)
    assert custom_properties(zipped(parts_of(p("甲")) | {"docProps/custom.xml": huge})) == {}
