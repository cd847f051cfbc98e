"""What a city settles about the residents' search."""

from onewindow_policy import _
from onewindow_policy.search.elsewhere import standard_elsewhere
from onewindow_policy.search.emergencies import NATIONAL_NUMBERS
from onewindow_policy.search.emergencies import standard_emergencies
from onewindow_policy.search.synonyms import standard_lines
from zope import schema
from zope.interface import Interface

#: Where the registry keeps the settings.
SETTINGS_PREFIX = "onewindow_policy.search"


class ISearchSettings(Interface):
    """Lines that editors keep; each list is read where it is used."""

    synonyms = schema.List(
        title=_("label_synonyms", default="Words that mean the same"),
        description=_(
            "help_synonyms",
            default=(
                "One group a line, words separated by commas or 、. Whoever asks for one"
                " of them finds what has any. Only words that mean the same everywhere;"
                " what belongs to one service is another name of that service. A line"
                " that begins with # is a remark."
            ),
        ),
        value_type=schema.TextLine(),
        default=standard_lines(),
        required=False,
    )
    elsewhere = schema.List(
        title=_("label_elsewhere", default="Who answers for what is not done here"),
        description=_(
            "help_elsewhere",
            default=(
                "One line for each office: the matters separated by commas or 、, a"
                " colon, the office. It is named when a search for such a matter finds"
                " nothing."
            ),
        ),
        value_type=schema.TextLine(),
        default=standard_elsewhere(),
        required=False,
    )
    emergencies = schema.List(
        title=_("label_emergencies", default="Whom to call in danger"),
        description=_(
            "help_emergencies",
            default=(
                "One line for each danger: words separated by commas or 、, a colon, what"
                " to do with the numbers to call. It stands before all that a search finds"
                " whose words are in the question. A word with = in front counts alone"
                " only."
            ),
        ),
        value_type=schema.TextLine(),
        default=standard_emergencies(),
        required=False,
    )
    tried_numbers = schema.List(
        title=_("label_tried_numbers", default="Numbers that somebody has called"),
        description=_(
            "help_tried_numbers",
            default=(
                "One a line: the numbers above that answer when they are called from a"
                " phone in this city, at night too if nothing is said of hours. 110, 119,"
                " 120, 122 and 12356 hold in all of China. The self-check names the"
                " others until they stand here."
            ),
        ),
        value_type=schema.TextLine(),
        default=list(NATIONAL_NUMBERS),
        required=False,
    )
