"""What a profile builds beyond settings: the rooms of the site."""

from onewindow_policy import _
from plone import api
from zope.i18n import translate

#: id, type, title, view. They are the addresses that everything links to.
STRUCTURE = (
    ("catalogue", "ServiceCatalogue", _("title_catalogue", default="Services"), None),
    (
        "samples",
        "Folder",
        _("title_samples", default="Forms to download"),
        "samples_listing",
    ),
    ("communities", "City", _("title_communities", default="Communities"), None),
    ("news", "Folder", _("title_news", default="News and notices"), "news_listing"),
    ("forms", "Folder", _("title_forms", default="Forms"), None),
    ("screens", "Folder", _("title_screens", default="Screens"), "screens_listing"),
)

#: Stands for a city's code until an import or an administrator enters it.
NO_CODE = "000000"


def build_structure(setup_tool) -> None:
    """Create the containers that the product's addresses rest on, where missing."""
    portal = api.portal.get()
    # The catalogues are registered as zh_CN; an explicit "zh-cn" would find none.
    language, _sep, territory = api.portal.get_default_language().partition("-")
    if territory:
        language = f"{language}_{territory.upper()}"
    for name, portal_type, title, view in STRUCTURE:
        if name in portal:
            continue
        values = {"code": NO_CODE} if portal_type == "City" else {}
        container = api.content.create(
            container=portal,
            type=portal_type,
            id=name,
            title=translate(title, target_language=language),
            **values,
        )
        if view is not None:
            container.setLayout(view)
            api.content.transition(obj=container, to_state="published")
