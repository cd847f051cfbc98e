"""GET `@workflow`: what may be done next, and what each step would take from residents."""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.hiding import find_hidden
from plone.restapi.interfaces import IExpandableElement
from plone.restapi.services import Service
from plone.restapi.services.workflow.info import WorkflowInfo
from Products.CMFCore.interfaces import IWorkflowAware
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer


@implementer(IExpandableElement)
@adapter(IWorkflowAware, IOneWindowLayer)
class HidingWorkflowInfo(WorkflowInfo):
    """What the stock answer says, and of each transition what it hides.

    `hides` counts what residents would not see any more, with the content itself;
    `referring` names the public pages that refer to it, and `effects` says what else
    changes for residents. All are left out where nothing is hidden.
    """

    #: It is a part of answers, and nothing to ask for by address.
    __roles__ = ()

    def __call__(self, expand=False):
        result = super().__call__(expand)
        for transition in result["workflow"].get("transitions", ()):
            name = transition["@id"].rpartition("/")[2]
            if (hidden := find_hidden(self.context, name)) is not None:
                transition["hides"] = hidden.count
                transition["referring"] = hidden.referring
                transition["effects"] = [
                    translate(effect, context=self.request) for effect in hidden.effects
                ]
        return result


class HidingWorkflowInfoService(Service):
    """The same as a service of its own."""

    def reply(self):
        info = HidingWorkflowInfo(self.context, self.request)
        return info(expand=True)["workflow"]
