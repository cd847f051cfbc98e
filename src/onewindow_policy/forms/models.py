"""The models of forms, parsed once a request.

EasyForm parses the XML of a form anew whenever anything asks for its schema, a dozen
times in a request. The text decides what a model is, so that one that was changed in the
meantime is parsed anew.
"""

from Acquisition import aq_base
from collective.easyform.api import CONTEXT_KEY
from onewindow_policy.forms.exceptions import UnfitModel
from plone.supermodel import loadString
from plone.supermodel.parser import SupermodelParseError
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest
from zope.interface.interface import InterfaceClass

import collective.easyform.api

ANNOTATION = "onewindow_policy.forms.models"


def parsed_once(data: str | None, context) -> InterfaceClass:
    """Return the schema that the XML `data` describes; replaces EasyForm's `get_model`.

    `context` is the form. Within a request the same schema is returned for the same
    text, since nothing but the form's editor changes a schema, and that writes it back.
    """
    request = getRequest()
    if request is None:
        return collective.easyform.api._old_get_model(data, context)
    models = IAnnotations(request).setdefault(ANNOTATION, {})
    # The object itself is held too: an address may be given to another one.
    base = aq_base(context)
    key = (id(base), data)
    if key not in models:
        schema = collective.easyform.api._old_get_model(data, context)
        models[key] = (base, schema)
    _base, schema = models[key]
    schema.setTaggedValue(CONTEXT_KEY, context)
    return schema


def require_model(text: str) -> InterfaceClass:
    """Return the schema that `text` describes. Raises `UnfitModel`."""
    try:
        schema = loadString(text).schema
    except (SupermodelParseError, ValueError) as error:
        raise UnfitModel(str(error).partition("\n")[0]) from error
    if schema is None:
        raise UnfitModel("no schema without a name")
    return schema
