from collections.abc import Mapping, Sequence

from edusum.common.errors import EdusumError

DRAFTED_BY_BUREAU = "本单位该年度的这份材料已在起草，请打开已有的初稿。"
DRAFTED_BY_DEPARTMENT = "这个科室该年度的这份小结已在起草，请打开已有的初稿。"


class DraftExistsError(EdusumError):
    """The bureau, or its department, drafts this paper of the year already; `draft_id` is the one to open."""

    def __init__(self, draft_id: int, *, is_of_department: bool = False) -> None:
        super().__init__(DRAFTED_BY_DEPARTMENT if is_of_department else DRAFTED_BY_BUREAU)
        self.draft_id = draft_id


class DepartmentError(EdusumError):
    """The paper needs a department, or another one, or none."""


class SectionChangedError(EdusumError):
    """Somebody saved the section after this person had opened it; `current` is what stands there now."""

    def __init__(self, *, who: str, current: str) -> None:
        what = f"{who}已保存过本节" if who else "指标或模板有变动，模板给出了新的文字"
        super().__init__(f"您填写期间，{what}。您的文字还在，请核对后再保存一次。")
        self.current = current


class UnreadableTextError(EdusumError):
    """The text holds braces that do not read as a figure, or names figures that do not exist."""


class StepRefusedError(EdusumError):
    """The section is not in a state from which this step can be taken."""


class GapsError(StepRefusedError):
    """Figures are still missing in what would be handed in; `labels` says which."""

    def __init__(self, labels: Sequence[str]) -> None:
        named = "、".join(f"“{label}”" for label in labels[:5])
        more = f"等 {len(labels)} 项" if len(labels) > 5 else ""
        super().__init__(f"本节还缺{named}{more}，没有交稿。请先填报；现在就要交的，请勾选“仍要交稿”再交。")
        self.labels = tuple(labels)


class OpenErrorsError(StepRefusedError):
    """必错 stand open in what would be handed in; `told` says where and what, one by one."""

    def __init__(self, told: Sequence[str]) -> None:
        super().__init__(
            f"本节还有 {len(told)} 处必错没有处理，没有交稿。请先改正；现在就要交的，请勾选“仍要交稿”再交。"
        )
        self.told = tuple(told)


class NoteMissingError(StepRefusedError):
    """The step needs a word of explanation."""


class ChoiceError(EdusumError):
    """Some choices of sections cannot be; `problems` says why, by the ids of the section texts."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(f"有 {len(problems)} 节不能这样选，已在下面标出，改好后再保存。")
        self.problems = problems


class FormalitiesChangedError(EdusumError):
    """Somebody set the formalities after this person had opened them."""

    def __init__(self) -> None:
        super().__init__("您填写期间，公文要素刚被别人改过，没有保存。请刷新页面，核对后再填。")


class ExhibitError(EdusumError):
    """A table or chart can't be kept so."""


class AttachmentError(EdusumError):
    """An attachment can't be kept so; `field` is the one at fault, if one is."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class OutlineError(EdusumError):
    """The sections of a draft can't be arranged so."""


class OutlineChangedError(OutlineError):
    """Somebody arranged the sections after this person had opened them."""

    def __init__(self) -> None:
        super().__init__("您打开这一页以后，章节刚被别人调整过，没有移动。下面是现在的样子，请再移一次。")
