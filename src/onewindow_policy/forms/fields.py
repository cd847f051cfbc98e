"""The kinds of fields that EasyForm lacks. See `interfaces`."""

from onewindow_policy import _
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.exceptions import UnknownCommunity
from onewindow_policy.forms.interfaces import IBankCard
from onewindow_policy.forms.interfaces import IBirthDate
from onewindow_policy.forms.interfaces import IBirthday
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IMobilePhone
from onewindow_policy.forms.interfaces import IPersonName
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.forms.uploads import HandedInFile
from onewindow_policy.typed import numbers
from onewindow_policy.typed.days import read_birthday
from onewindow_policy.typed.names import doubts_about_person_name
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.texts import clean_text
from plone.schemaeditor.fields import FieldFactory
from plone.supermodel.exportimport import BaseHandler
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import Date
from zope.schema import Field
from zope.schema import TextLine
from zope.schema.interfaces import ConstraintNotSatisfied
from zope.schema.interfaces import WrongContainedType
from zope.schema.interfaces import WrongType

UNKNOWN_COMMUNITY = _(
    "error_community", default="Please choose your community from the list."
)


class _ReadAnswer(TextLine):
    """A line of text that is read before it is a value. See `IReadAnswer`.

    Subclasses define `read`; `attributes` are those of the input. `question` is the doubt
    that is asked before anything is taken in, None where doubts only stand beside it.
    """

    attributes: dict[str, str] = {}
    question: Message | None = None

    def read(self, text: str) -> str:
        raise NotImplementedError

    def doubts(self, value: str) -> tuple:
        return ()

    def fromUnicode(self, text):
        """Return the value that `text` stands for, as it is read from a model's XML.

        The stock method makes it NFC, which takes rare characters of names for others.
        """
        value = self.read(clean_text(text))
        self.validate(value)
        return value

    def _validate(self, value):
        super()._validate(value)
        if self.read(value) != value:
            # Somebody passed the converter by: what is checked is what is kept.
            raise ConstraintNotSatisfied(None, self.__name__)


@implementer(IResidentIdNumber)
class ResidentIdNumber(_ReadAnswer):
    """See `IResidentIdNumber`.

    The keyboard for numbers has no X on some phones, so that letters are offered.
    """

    attributes = {
        "autocapitalize": "characters",
        "autocomplete": "off",
        "spellcheck": "false",
    }

    def __init__(self, kind_field=None, **kw):
        self.kind_field = kind_field or None
        super().__init__(**kw)

    def read(self, text):
        # Of which kind it is, only the form knows: see `judging.read_documents`.
        return clean_text(text) if self.kind_field else numbers.read_id_number(text)

    def doubts(self, value):
        if not numbers.is_shaped_as_id_number(value):
            return ()
        return numbers.doubts_about_id_number(value, _is_known_area)


def _is_known_area(number: str) -> bool:
    """Return whether anybody knows an area: a new district of the city is in no table."""
    return numbers.is_known_area(number) or any(
        code.startswith(number[:6]) for code in choices_of_city().names
    )


@implementer(IMobilePhone)
class MobilePhone(_ReadAnswer):
    """See `IMobilePhone`."""

    attributes = {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}

    def read(self, text):
        return read_phone(text)


@implementer(IBankCard)
class BankCard(_ReadAnswer):
    """See `IBankCard`."""

    attributes = {"inputmode": "numeric", "autocomplete": "off"}
    question = numbers.DOUBTFUL_CARD

    def read(self, text):
        return numbers.read_bank_card(text)

    def doubts(self, value):
        return numbers.doubts_about_bank_card(value)


@implementer(IPersonName)
class PersonName(_ReadAnswer):
    """See `IPersonName`."""

    attributes = {"autocomplete": "name", "spellcheck": "false"}

    def read(self, text):
        return read_person_name(text)

    def doubts(self, value):
        return doubts_about_person_name(value)


@implementer(ICommunityCode)
class CommunityCode(_ReadAnswer):
    """See `ICommunityCode`."""

    def read(self, text):
        if text not in choices_of_city().names:
            raise UnknownCommunity(UNKNOWN_COMMUNITY)
        return text


@implementer(IBirthDate)
class BirthDate(Date):
    """See `IBirthDate`. Never required, since nobody is asked for it."""

    def __init__(self, id_field="id_number", **kw):
        self.id_field = id_field
        kw["required"] = False
        super().__init__(**kw)


@implementer(IBirthday)
class Birthday(_ReadAnswer):
    """See `IBirthday`."""

    attributes = {"autocomplete": "off"}

    def __init__(self, id_field=None, **kw):
        self.id_field = id_field or None
        super().__init__(**kw)

    def read(self, text):
        return read_birthday(text).isoformat()


@implementer(IMaterialFiles)
class MaterialFiles(Field):
    """See `IMaterialFiles`."""

    def __init__(self, material=None, max_files=5, **kw):
        self.material = material
        self.max_files = max_files
        super().__init__(**kw)

    def _validate(self, value):
        super()._validate(value)
        if not isinstance(value, tuple):
            raise WrongType(value, tuple, self.__name__)
        if not all(isinstance(each, HandedInFile) for each in value):
            raise WrongContainedType([], self.__name__)
        if len(value) > self.max_files:
            raise UnfitFile(
                _(
                    "error_files_too_many",
                    default="At most ${count} files, please.",
                    mapping={"count": self.max_files},
                )
            )


ResidentIdNumberFactory = FieldFactory(
    ResidentIdNumber, _("field_id_number", default="Number of an identity document")
)
ResidentIdNumberHandler = BaseHandler(ResidentIdNumber)

MobilePhoneFactory = FieldFactory(
    MobilePhone, _("field_mobile_phone", default="Phone number")
)
MobilePhoneHandler = BaseHandler(MobilePhone)

BankCardFactory = FieldFactory(
    BankCard, _("field_bank_card", default="Bank card number")
)
BankCardHandler = BaseHandler(BankCard)

PersonNameFactory = FieldFactory(
    PersonName, _("field_person_name", default="Name of a person")
)
PersonNameHandler = BaseHandler(PersonName)

CommunityCodeFactory = FieldFactory(
    CommunityCode, _("field_community", default="Community")
)
CommunityCodeHandler = BaseHandler(CommunityCode)

BirthDateFactory = FieldFactory(
    BirthDate,
    _("field_birth_date", default="Day of birth, from the identity number"),
)
BirthDateHandler = BaseHandler(BirthDate)

BirthdayFactory = FieldFactory(
    Birthday, _("field_birthday", default="Day of birth, as it is typed")
)
BirthdayHandler = BaseHandler(Birthday)

MaterialFilesFactory = FieldFactory(
    MaterialFiles, _("field_material_files", default="Photos or PDF of a material")
)
MaterialFilesHandler = BaseHandler(MaterialFiles)
