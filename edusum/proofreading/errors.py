from edusum.common.errors import EdusumError


class LinkedWordsError(EdusumError):
    """The words are printed from a metric: its value is what can be changed. `name`: its phrase name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"这几个字由指标“{name}”自动印出，不能在这里改字。请核对指标的数值，或者在起草台里换掉它。"
        )
        self.name = name


class InTableError(EdusumError):
    """The words stand in a table, which is not mended here."""

    def __init__(self) -> None:
        super().__init__("这一处在表格里，不能在这里改字，请核对表中的数字，在原来的地方改。")


class MovedOnError(EdusumError):
    """The words are no longer what the person saw."""

    def __init__(self) -> None:
        super().__init__("这一处的文字刚刚有了变化，没有修改。下面是重新核对的结果，请看过再改。")


class ElsewhereError(EdusumError):
    """The words are not mended here but on a page of their own."""

    def __init__(self) -> None:
        super().__init__("这一处不是章节的正文，不能在这里改，请点“去修改”到相应的页面改。")
