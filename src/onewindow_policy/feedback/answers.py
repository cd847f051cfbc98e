"""What the search answers about the suggestion box."""

from onewindow_policy import _
from onewindow_policy.pages.api import hotline
from onewindow_policy.pages.api import SiteAnswer

suggestions = SiteAnswer(
    order=40,
    title=_("title_suggestions", default="Suggestion box"),
    text=_(
        "answer_suggestions",
        default="Suggestions, complaints and praise are written here, and answered. In a"
        " hurry, call ${phone}.",
    ),
    path="@@suggestions",
    phone=hotline,
    words=(
        "意见",
        "建议",
        "投诉",
        "举报",
        "表扬",
        "留言",
        "反馈",
        "意见箱",
        "提意见",
        "提建议",
        "投诉建议",
        "意见建议",
        "反映问题",
        "反映情况",
        "态度差",
        "态度不好",
        "态度恶劣",
        "投诉社区",
        "投诉窗口",
        "投诉工作人员",
        "网页错了",
        "信息错了",
        "写错了",
        "complaint",
        "complain",
        "suggestion",
        "feedback",
    ),
)
