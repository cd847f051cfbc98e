"""What the public face offers to a page, and what a city settles about it."""

from onewindow_policy import _
from onewindow_policy.pages.api import STANDARD_HOTLINE
from onewindow_policy.portal.colours import STANDARD_ACCENT
from onewindow_policy.portal.colours import STANDARD_BRAND
from onewindow_policy.portal.constraints import dialled_number
from onewindow_policy.portal.constraints import host_name
from onewindow_policy.portal.constraints import readable_colour
from onewindow_policy.portal.constraints import secure_address
from onewindow_policy.portal.constraints import ten_characters
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

#: Where the registry keeps the settings; `pages.hotline` reads the hotline there.
SETTINGS_PREFIX = "onewindow_policy.portal"


class IPublicFrame(Interface):
    """What stands around every public page (the view `public_frame` of any context)."""

    language = Attribute("The language of the page as a BCP 47 tag, e.g. zh-CN.")
    translation_target = Attribute("That language as our catalogues are named.")
    html_class = Attribute("The class of the root element: `elder` in elder mode.")
    portal_url = Attribute("Where the portal is.")
    stylesheet_url = Attribute("The style sheet; its address changes with its content.")
    script_url = Attribute("The script; its address changes with its content.")
    aloud_url = Attribute("The script that reads pages aloud in elder mode.")
    retry_script_url = Attribute("The script of pages that try again by themselves.")
    icon_url = Attribute("The icon of the site.")
    footer = Attribute("The foot of the page, as HTML.")
    messages = Attribute(
        "Status messages, which are then gone: dicts with css, role, kind, text."
    )

    def page(view):
        """Return what the head and the breadcrumbs say of `view`: `IPublicPage`."""

    def masthead(page):
        """Return everything above the main part, as HTML; `page` is of `page(view)`."""

    def keys(page):
        """Return the keys of a page where staff work, and the help with them, as HTML; ""
        for other pages. `page` is of `page(view)`."""


#: The blocks of the home page, in the order they have until a city chooses another.
HOME_BLOCKS = {
    "tasks": _("block_tasks", default="Guides, progress, windows, forms"),
    "life_events": _("block_life_events", default="By event in life"),
    "often": _("block_often", default="Often asked for"),
    "window": _("block_window", default="Your window"),
    "news": _("block_news", default="News and notices"),
    "progress": _("block_progress", default="Progress in the city"),
}

_BLOCKS = SimpleVocabulary(
    [SimpleTerm(name, name, title) for name, title in HOME_BLOCKS.items()]
)


class IPortalSettings(Interface):
    """What a city settles about its portal.

    The foot of the page holds what 《政府网站发展指引》 (国办发〔2017〕47号) and the
    inspection's criteria (国办秘函〔2019〕19号) ask for. Nothing is invented: what nobody
    has entered is not shown.
    """

    brand_colour = schema.TextLine(
        title=_("label_brand_colour", default="Main colour"),
        description=_(
            "help_brand_colour",
            default=(
                "Headings, links and buttons; lighter and darker shades are made from"
                " it. It must be dark enough to be read on white (4.5 : 1). Elder mode"
                " darkens it as needed; dark mode keeps its own colours."
            ),
        ),
        constraint=readable_colour,
        default=STANDARD_BRAND,
    )
    accent_colour = schema.TextLine(
        title=_("label_accent_colour", default="Colour that calls"),
        description=_(
            "help_accent_colour",
            default="The search button and what is urgent; as dark as the main colour.",
        ),
        constraint=readable_colour,
        default=STANDARD_ACCENT,
    )
    hotline = schema.TextLine(
        title=_("label_hotline_number", default="Hotline"),
        description=_(
            "help_hotline_number",
            default="The number that every page names when somebody needs a person.",
        ),
        constraint=dialled_number,
        default=STANDARD_HOTLINE,
    )
    organiser = schema.TextLine(
        title=_("label_organiser", default="Run by"),
        description=_(
            "help_organiser",
            default=(
                "The unit that runs the site, at the foot of each page. Until it is"
                " entered, the civil affairs bureau among the city's units is named."
            ),
        ),
        required=False,
    )
    undertaker = schema.TextLine(
        title=_("label_undertaker", default="Maintained by"),
        description=_(
            "help_undertaker", default="The unit that maintains it. Blank: not shown."
        ),
        required=False,
    )
    contact = schema.TextLine(
        title=_("label_site_contact", default="Contact"),
        description=_(
            "help_site_contact",
            default=(
                "How to reach those who run the site, e.g. a phone number with its"
                " hours. Blank: not shown."
            ),
        ),
        required=False,
    )
    site_code = schema.TextLine(
        title=_("label_site_code", default="Site code"),
        description=_(
            "help_site_code",
            default=(
                "The ten digits that the national system of government sites gave this"
                " site. Blank: neither shown nor in the pages' tags."
            ),
        ),
        constraint=ten_characters,
        required=False,
    )
    icp_number = schema.TextLine(
        title=_("label_icp_number", default="ICP record"),
        description=_(
            "help_icp_number",
            default="As the ministry wrote it, e.g. 某ICP备00000000号. Blank: not shown.",
        ),
        required=False,
    )
    police_number = schema.TextLine(
        title=_("label_police_number", default="Public security record"),
        description=_(
            "help_police_number",
            default=(
                "As the police wrote it, e.g. 某公网安备00000000000000号. Blank: not"
                " shown."
            ),
        ),
        required=False,
    )
    police_url = schema.TextLine(
        title=_("label_police_url", default="Address of the public security record"),
        description=_(
            "help_police_url", default="Where the record can be looked up; https."
        ),
        constraint=secure_address,
        required=False,
    )
    find_errors_url = schema.TextLine(
        title=_("label_find_errors_url", default="Find errors on government sites"),
        description=_(
            "help_find_errors_url",
            default=(
                "The address that the national platform gave this site for reporting"
                " errors; https. Blank: only the portal's own link is shown."
            ),
        ),
        constraint=secure_address,
        required=False,
    )
    home_blocks = schema.List(
        title=_("label_home_blocks", default="Blocks of the home page"),
        description=_(
            "help_home_blocks",
            default=(
                "What stands below the search, and in what order. Two narrow blocks that"
                " follow one another stand side by side."
            ),
        ),
        value_type=schema.Choice(vocabulary=_BLOCKS),
        default=list(HOME_BLOCKS),
        required=False,
    )
    direct_hosts = schema.List(
        title=_("label_direct_hosts", default="Hosts that links lead to at once"),
        description=_(
            "help_direct_hosts",
            default=(
                "One a line. Links to other sites first say that one leaves the portal;"
                " to government sites (*.gov.cn) and to these they lead at once."
            ),
        ),
        value_type=schema.TextLine(constraint=host_name),
        default=[],
        required=False,
    )
    news_days = schema.Int(
        title=_("label_news_days", default="Days within which news must be new"),
        description=_(
            "help_news_days",
            default=(
                "An inspection faults a column of news without a new entry for two"
                " weeks; the self-check warns by this number."
            ),
        ),
        min=1,
        max=3660,
        default=14,
    )
    other_days = schema.Int(
        title=_("label_other_days", default="Days for notices and policies"),
        description=_(
            "help_other_days",
            default="The same for every other column: six months.",
        ),
        min=1,
        max=3660,
        default=183,
    )
    review_days = schema.Int(
        title=_("label_review_days", default="Days within which services are reviewed"),
        description=_(
            "help_review_days",
            default=(
                "The self-check lists public services of which neither the service nor a"
                " guide was changed for longer."
            ),
        ),
        min=1,
        max=3660,
        default=365,
    )
    accessibility_reviewed = schema.Date(
        title=_("label_accessibility_reviewed", default="Accessibility looked through"),
        description=_(
            "help_accessibility_reviewed",
            default=(
                "When people last looked through the portal for who sees little, hears"
                " it or uses a keyboard: the accessibility statement says so."
            ),
        ),
        required=False,
    )
    accessibility_gaps = schema.List(
        title=_("label_accessibility_gaps", default="Known to fall short"),
        description=_(
            "help_accessibility_gaps",
            default="One a line; the accessibility statement adds it to what it names.",
        ),
        value_type=schema.TextLine(),
        default=[],
        required=False,
    )
