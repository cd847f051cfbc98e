"""Which of two main templates a page gets: the public one, or Plone's own."""

from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.web.headers import OWN_FACE
from Products.CMFPlone.browser.main_template import MainTemplate as StockMainTemplate
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class MainTemplate(StockMainTemplate):
    """The `main_template` of everybody who does not edit is ours.

    It holds all slots, macros and variables of the stock one, so that any page of Plone
    or of an add-on, written for that one, stands in ours too.
    """

    public_template = ViewPageTemplateFile("main_template.pt")

    @property
    def template(self):
        if uses_editing_interface(self.context):
            return super().template
        # Diazo looks for this header before it reads its settings or parses anything,
        # so that its transform costs a public page nothing. plone.protect's does not
        # parse the pages of anonymous visitors either; those of staff who are logged in
        # must pass it, for the tokens that it writes into stock forms. What is left of
        # the chain takes a tenth of a millisecond, and X-Frame-Options comes from it.
        self.request.response.setHeader(OWN_FACE, "1")
        return self.public_template
