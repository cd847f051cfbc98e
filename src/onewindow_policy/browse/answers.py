"""What the search answers about lists of services."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.pages.api import SiteAnswer

not_issued = SiteAnswer(
    order=70,
    title=_("title_not_issued", default="Certificates you need not bring"),
    text=_(
        "answer_not_issued",
        default="Communities do not issue these certificates any more, and nobody may ask"
        " you for them. The list says what takes their place.",
    ),
    path=f"{CATALOGUE_PATH}/@@not-issued",
    words=("证明", "盖章", "开证明", "打证明", "社区证明", "社区盖章", "居委会盖章"),
)

benefits = SiteAnswer(
    order=25,
    title=_("title_benefits", default="What you may be entitled to"),
    text=_(
        "answer_benefits",
        default="Answer a few questions, without a log-in, and see which benefits you may"
        " get and how much they are.",
    ),
    path="@@benefits",
    words=(
        "我能领什么",
        "能领什么",
        "能领哪些",
        "可以领什么",
        "领什么补贴",
        "什么补贴",
        "哪些补贴",
        "有什么补助",
        "有哪些补助",
        "what benefits",
        "which benefits",
    ),
)
