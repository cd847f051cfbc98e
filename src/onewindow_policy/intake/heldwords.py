"""What a copy of a form that is kept half filled in says, in words."""

from onewindow_policy.records.api import HeldWords

_LABELS = {
    "number": "保存编号",
    "erased_from": "保存到",
    "answers": "填写的内容",
    "files": "文件",
    "name": "文件名",
    "media_type": "文件类型",
    "content": "文件内容",
}


def held_words() -> HeldWords:
    """Return how the copy of a kept form is read out."""
    return HeldWords(
        title="没填完的申请",
        labels=_LABELS,
        says={"content": lambda _content: "在压缩包里"},
        rows={"answers": _answers},
    )


def _answers(answers: dict) -> list[tuple[str, str]]:
    # Nothing here knows the form: its inputs have the names that its page gave them.
    return [
        (
            name.rpartition(".")[2],
            "、".join(value) if isinstance(value, list) else value,
        )
        for name, value in answers.items()
        if value
    ]
