from edusum.common.errors import EdusumError


class DraftExistsError(EdusumError):
    """The bureau already drafts this paper for the year; `draft_id` is the one to open."""

    def __init__(self, draft_id: int) -> None:
        super().__init__("本单位该年度的这份材料已在起草，请打开已有的初稿。")
        self.draft_id = draft_id


class SectionChangedError(EdusumError):
    """Somebody saved the section after this person had opened it; `current` is what stands there now."""

    def __init__(self, *, who: str, current: str) -> None:
        super().__init__(f"您填写期间，{who}已保存过本节。您的文字还在下面，请对照后再保存一次。")
        self.current = current


class UnknownFiguresError(EdusumError):
    """The text names metrics that do not exist."""


class StepRefusedError(EdusumError):
    """The section is not in a state from which this step can be taken."""
