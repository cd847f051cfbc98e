"""Forms as JSON."""

from collective.easyform.api import get_schema
from collective.easyform.interfaces import IEasyForm
from collective.easyform.interfaces import IFieldExtender
from collective.easyform.interfaces import ILabel
from collective.easyform.serializer import DeserializeFromJson
from collective.easyform.serializer import SerializeToJson
from onewindow_policy.forms.accepting import accept
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import judged_values
from onewindow_policy.forms.saving import require_bringable
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.datehiding import require_known_hiding
from onewindow_policy.publishing.display import require_display
from onewindow_policy.publishing.serializers import is_hidden
from onewindow_policy.publishing.serializers import may
from plone.restapi.deserializer import json_body
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.interfaces import ISerializeToJson
from Products.CMFCore.permissions import ModifyPortalContent
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldsInOrder

DOWNLOAD_SAVED_INPUT = "collective.easyform: Download Saved Input"


@implementer(ISerializeToJson)
@adapter(IEasyForm, IOneWindowLayer)
class FormToJson(SerializeToJson):
    """A form: what it asks, and where it is filled in.

    The stock answer fails for anonymous readers, and holds the models: the addresses of
    mails, scripts and the like are the editors' business. They still get all of it.
    """

    def __call__(self, version=None, include_items=True):
        form = self.context
        is_closed = bool(closing_faults(form))
        if may(ModifyPortalContent, form) and not is_closed:
            # Past EasyForm's own, which asks for a permission by a name that it does
            # not have, and so fails for everybody but managers.
            result = super(SerializeToJson, self).__call__(version, include_items)
            if may(DOWNLOAD_SAVED_INPUT, form):
                self.serializeSavedData(result)
            return result
        result = {"@id": form.absolute_url(), "@type": form.portal_type}
        if is_hidden(form):
            return result
        return result | {
            "id": form.getId(),
            "UID": form.UID(),
            "title": form.title,
            "description": form.description,
            "fields": [
                _field_json(name, field)
                for name, field in ([] if is_closed else _fields(form))
                if not ILabel.providedBy(field)
            ],
        }


def _fields(form) -> list:
    return getFieldsInOrder(get_schema(form))


@implementer(IDeserializeFromJson)
@adapter(IEasyForm, IOneWindowLayer)
class FormFromJson(DeserializeFromJson):
    """A form from JSON: judged before anything of it is written."""

    def __call__(self, validate_all=False, data=None, create=False):
        data = json_body(self.request) if data is None else data
        form = self.context
        require_display(form, data)
        require_known_hiding(form, data, self.request)
        changes = {
            name: str(data[name] or "")
            for name, value in judged_values(form).items()
            if name in data and str(data[name] or "") != value
        }
        if changes:
            changes = require_bringable(form, changes)
            data = data | changes
        super(DeserializeFromJson, self).__call__(validate_all, data, create)
        if changes and closing_faults(form):
            # A new one, which no event has told of. Its rows of saved input, which come
            # next, are read by its model.
            accept(form)
        self.deserializeSavedData(data)
        return form


def _field_json(name: str, field) -> dict:
    extender = IFieldExtender(field)
    return {
        "name": name,
        "title": field.title,
        "description": field.description or "",
        "required": bool(field.required),
        "condition": extender.depends_on or None,
    }
