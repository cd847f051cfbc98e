"""What Plone offers for any folder, and rooms of the site and its front page lack."""

from onewindow_policy.publishing.display import may_choose_display
from onewindow_policy.publishing.display import NOT_CHOSEN
from plone.app.content.browser.contents.defaultpage import SetDefaultPageActionView
from plone.app.contentmenu.menu import DisplaySubMenuItem
from plone.z3cform.fieldsets.extensible import FormExtender
from Products.Five import BrowserView
from zExceptions import NotFound

#: The fields of Plone's form that hide something at some time.
DATES = ("effective", "expires")


class NotOffered(BrowserView):
    """Stands where a page of Plone is, which is none here."""

    def __call__(self):
        raise NotFound(self.request.get("ACTUAL_URL"))


class NoDates(FormExtender):
    """Takes the dates of publication out of the form of a room, which has none."""

    def update(self):
        """See `IFormExtender`."""
        for name in DATES:
            self.remove(name, prefix="IDublinCore")
        self.form.groups = [group for group in self.form.groups if group.fields]


class NoDisplayMenu(DisplaySubMenuItem):
    """The menu of a room, or of the site itself, which has one front page."""

    #: It stands in a menu, and is nothing to ask for by address.
    __roles__ = ()

    def available(self):
        """See `IBrowserSubMenuItem`."""
        return False


class DefaultPageListed(SetDefaultPageActionView):
    """The stock action, which asks for no token, nor whether one may choose a display."""

    def __call__(self):
        self.protect()
        if may_choose_display(self.context):
            return super().__call__()
        self.errors = [NOT_CHOSEN]
        return self.message()
