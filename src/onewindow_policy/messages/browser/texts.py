"""The control panel for the words of messages."""

from dataclasses import asdict
from onewindow_policy import _
from onewindow_policy.messages.exceptions import TextUnfit
from onewindow_policy.messages.interfaces import IMessageTexts
from onewindow_policy.messages.interfaces import MESSAGE_SETTINGS_PREFIX
from onewindow_policy.messages.texts import city_texts
from onewindow_policy.messages.texts import CityText
from onewindow_policy.messages.texts import filled
from onewindow_policy.messages.texts import keep_texts
from onewindow_policy.messages.texts import require_fit
from onewindow_policy.messages.texts import text_templates
from onewindow_policy.pages.api import Fragment
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from onewindow_policy.vocabularies.widgets import blocks_of_rows
from pathlib import Path
from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from z3c.form import button
from z3c.form.interfaces import WidgetActionExecutionError
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import Invalid
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

_CHANNELS = {
    "mail": _("channel_of_text_mail", default="Mail: ${title}"),
    "sms": _("channel_of_text_sms", default="Short message: ${title}"),
}

_LINK = Fragment(Path(__file__).with_name("versionslink.pt"))

TWICE = _(
    "error_text_twice",
    default="There are two texts for the same message. Keep one of them.",
)


def title_of(template) -> Message:
    """Return what a message is, with its channel."""
    return Message(_CHANNELS[template.channel], mapping={"title": template.title})


@provider(IVocabularyFactory)
def message_texts(_context) -> SimpleVocabulary:
    """Return the messages whose words a city may change."""
    return SimpleVocabulary(
        [
            SimpleTerm(name, title=title_of(template))
            for name, template in text_templates().items()
        ]
    )


class MessageTextsForm(RegistryEditForm):
    """The words of a city's own, as rows."""

    schema = IMessageTexts
    schema_prefix = MESSAGE_SETTINGS_PREFIX
    label = _("title_message_texts", default="Texts of messages")
    description = _(
        "help_message_texts_page",
        default=(
            "What residents read of their applications, by mail and by short message. A"
            " short message of your own has to be registered with the operators first, and"
            " has their code. Names, numbers of documents and reasons cannot stand in one."
        ),
    )

    def getContent(self):
        return {"texts": [asdict(each) for each in city_texts()]}

    def updateFields(self):
        super().updateFields()
        self.fields["texts"].widgetFactory = blocks_of_rows

    def applyChanges(self, data):
        texts = _fit(data)
        if texts != list(city_texts()):
            keep_texts(texts, api.user.get_current().getId())

    buttons = RegistryEditForm.buttons.copy()
    handlers = RegistryEditForm.handlers.copy()

    @button.buttonAndHandler(
        _("button_preview_texts", default="Preview"), name="preview"
    )
    def preview(self, _action):
        """Show the texts with samples filled in; nothing is kept."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        templates = text_templates()
        for each in _fit(data):
            template = templates[each.template]
            title = translate(title_of(template), context=self.request)
            subject = filled(each.subject, template.samples)
            said = filled(each.text, template.samples)
            words = " – ".join(filter(None, (title, subject, said)))
            api.portal.show_message(words, self.request)


def _fit(data) -> list[CityText]:
    """Return the texts that were entered, each of which can be sent. Raises what the form
    shows at them."""
    rows = data.get("texts") or []
    texts = [
        CityText(**{name: value or "" for name, value in row.items()}) for row in rows
    ]
    if len({each.template for each in texts}) < len(texts):
        raise WidgetActionExecutionError("texts", Invalid(TWICE))
    for each in texts:
        try:
            require_fit(each)
        except TextUnfit as error:
            raise WidgetActionExecutionError("texts", Invalid(error.message)) from error
    return texts


class MessageTextsControlPanel(ControlPanelFormWrapper):
    """See `MessageTextsForm`; before it stands the way to all versions."""

    form = MessageTextsForm

    def update(self):
        super().update()
        if self.contents:
            url = f"{api.portal.get().absolute_url()}/@@onewindow-message-text-versions"
            language = translation_target(language_of(self.request))
            link = _LINK.render(url=url, target_language=language)
            self.contents = f"{link}{self.contents}"
