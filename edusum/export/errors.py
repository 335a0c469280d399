from edusum.common.errors import EdusumError


class OpenErrorsError(EdusumError):
    """必错 are open and nobody said why the paper goes out all the same."""

    def __init__(self, count: int) -> None:
        super().__init__(f"还有 {count} 处必错没有处理。请先处理，或者写明为什么现在就要导出。")
        self.count = count
