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
