"""Questions to departments for other rooms: all they may import of this one."""

from onewindow_policy.questions.links import question_links

__all__ = ["question_links"]
