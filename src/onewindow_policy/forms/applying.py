"""Forms by which services are applied for: what they register by, and their template."""

from onewindow_policy import _
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.forms.interfaces import ISiteForm
from zope.interface import implementer

#: The type of the action by which something is applied for.
REGISTER_CASE = "onewindow_policy.forms.actions.RegisterCase"

#: The actions of a form by which an item is applied for.
APPLICATION_ACTIONS = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <field name="register_case" type="onewindow_policy.forms.actions.RegisterCase">
      <title>登记办件</title>
    </field>
  </schema>
</model>
"""

REGISTERS_NOTHING = _(
    "fault_registers_nothing",
    default=(
        "Residents apply for the service by this form, and nothing in it registers what"
        " they send: it would be lost. It needs the action “Register case”, switched on."
        " The service's page offers to make the form anew from the template."
    ),
)


@implementer(ISiteForm)
class FormTemplate:
    """See `ISiteForm`; its path is `items.TEMPLATE_PATH`."""

    action_type = REGISTER_CASE
    without_action = REGISTERS_NOTHING
    actions_model = APPLICATION_ACTIONS

    @property
    def fields_model(self) -> str:
        return packaged_template()

    def first_answers(self, inputs) -> dict[str, str]:
        """See `ISiteForm`: residents never see it."""
        return {}


form_template = FormTemplate()
