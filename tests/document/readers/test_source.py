"""What was read, kept as JSON."""

import json

from edusum.document.readers.source import Aside, SourceLine, SourceTable, SourceText


def test_a_source_survives_being_kept_as_json():
    source = SourceText(
        kind="docx",
        lines=(SourceLine("工作总结", 0, is_centred=True), SourceLine("一、经费", 1, mark=2)),
        tables=(SourceTable(1, (("学段", "人数"), ("小学", "12")), 1),),
        asides=(Aside("comment", "请核实", 1),),
        told=("文件里有修订记录。",),
        encoding="UTF-8",
        section_keys=((1, "a1"),),
    )
    assert SourceText.from_json(json.loads(json.dumps(source.to_json()))) == source
    assert source.starts == (0, 5)
