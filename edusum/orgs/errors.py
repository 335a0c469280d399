from edusum.common.errors import EdusumError


class LastManagerError(EdusumError):
    """The bureau would be left without anybody who can look after it."""

    def __init__(self) -> None:
        super().__init__("本单位至少要有一名在用的模板管理员，请先把这个角色交给别人。")
