from django.db.models import TextChoices


class Format(TextChoices):
    """What a paper was handed out as."""

    WORD = "word", "Word"
    PDF = "pdf", "PDF"
    TEXT = "text", "纯文本"
    REDLINE = "redline", "花脸稿"
    COMMENTS = "comments", "带批注的 Word"


class ItemState(TextChoices):
    """What became of one paper of a batch."""

    WAITING = "waiting", "等待"
    DONE = "done", "已导出"
    LEFT_OUT = "left_out", "未导出"
