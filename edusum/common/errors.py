"""Errors whose message is fit for the user; the engine may raise them too."""


class EdusumError(Exception):
    """Something the user can mend. `message` is one full Chinese sentence; `place` says where, or ""."""

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(f"{place}：{message}" if place else message)
        self.message = message
        self.place = place
