"""YAML read strictly: plain values come out, or an error that names file and place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from edusum.library.errors import LibraryError
from edusum.library.plain_yaml import UnfitYamlError, plain

MAX_BYTES = 2_000_000
REQUIRED = object()


def read_file(path: Path, name: str = "") -> Any:
    """What the file holds; errors call it `name`."""
    name = name or path.name
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise LibraryError("文件读不到，请检查文件是否存在、是否有权限。", place=name) from error
    return read_data(data, name)


def read_data(data: bytes, name: str) -> Any:
    """What the bytes of a file of that name hold; raises LibraryError."""
    if len(data) > MAX_BYTES:
        raise LibraryError(f"文件超过 {MAX_BYTES // 1_000_000} MB，不像是模板文件。", place=name)
    try:
        return plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LibraryError(
            "文件读不出文字，不像模板文件；若在别的软件里改过，请另存为纯文本（编码选 UTF-8）。", place=name
        ) from error
    except UnfitYamlError as error:
        raise LibraryError(
            f"文件的格式（YAML）有误：{error.problem}。", place=f"{name}{_line(error)}"
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError, ArithmeticError) as error:
        message = "文件的格式（YAML）有误，请用文本编辑器检查这里的缩进、冒号、引号和括号。"
        raise LibraryError(message, place=f"{name}{_line(error)}") from error


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" 第{mark.line + 1}行" if mark else ""


# Reading values: each reader takes a value and its place


@dataclass(frozen=True, slots=True)
class Key:
    read: Callable[[Any, str], Any]
    default: Any = REQUIRED


def mapping(data: Any, place: str, keys: Mapping[str, Key]) -> dict[str, Any]:
    """The values of exactly these keys, defaults filled in."""
    if not isinstance(data, dict):
        raise LibraryError("这里应当是一组“名称: 内容”。", place=place)
    unknown = [str(name) for name in data if name not in keys]
    if unknown:
        raise LibraryError(f"没有“{unknown[0]}”这一项，能用的是：{'、'.join(keys)}。", place=place)
    missing = [name for name, key in keys.items() if key.default is REQUIRED and name not in data]
    if missing:
        raise LibraryError(f"缺少“{missing[0]}”。", place=place)
    return {
        name: key.read(data[name], f"{place} {name}") if name in data else key.default
        for name, key in keys.items()
    }


def told(value: Any) -> str:
    """A value as people know it, for a refusal: “甲”, “true”, 列表."""
    match value:
        case None:
            return "空的"
        case bool():
            return "“true”" if value else "“false”"
        case list() | tuple():
            return "列表"
        case dict():
            return "一组“名称: 内容”"
        case _:
            return f"“{str(value)[:40]}”"


def _reader(wanted: type | tuple[type, ...], words: str) -> Callable[[Any, str], Any]:
    def read(value: Any, place: str) -> Any:
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise LibraryError(f"这里应当是{words}，不是{told(value)}。", place=place)
        return value

    return read


text = _reader(str, "文字（必要时加引号）")
whole = _reader(int, "整数")
flag = _reader(bool, "true 或 false")
items = _reader(list, "列表")
_number = _reader((int, float), "数")


def texts(value: Any, place: str) -> tuple[str, ...]:
    return tuple(text(item, f"{place} 第{number}项") for number, item in enumerate(items(value, place), 1))


def one_of(allowed: Iterable[str]) -> Callable[[Any, str], str]:
    known = tuple(allowed)

    def read(value: Any, place: str) -> str:
        if text(value, place) not in known:
            offered = "、".join(filter(None, known))
            raise LibraryError(f"没有“{value[:40]}”，能用的是：{offered}。", place=place)
        return str(value)

    return read


def number(value: Any, place: str) -> Decimal | None:
    if value is None:
        return None
    found = Decimal(str(_number(value, place)))
    if not found.is_finite():
        raise LibraryError("这里应当是数。", place=place)
    return found


def year(value: Any, place: str) -> int | None:
    return None if value is None else int(whole(value, place))


def refuse_repeated(found: Iterable[tuple[str, str]], words: str) -> None:
    """Raise for the first of these (word, place) that is there twice, naming both places."""
    seen: dict[str, str] = {}
    for word, place in found:
        if word in seen:
            other = "" if seen[word] == place else f"，另一处是 {seen[word]}"
            raise LibraryError(f"{words}“{word}”出现了两次{other}。", place=place)
        seen[word] = place
