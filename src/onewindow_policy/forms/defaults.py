"""What a new form consists of, in the place of EasyForm's own defaults.

Those have an expression among their fields, and look for content of certain names in the
site: whoever may put a file there would decide what every form without a model of its own
does, and what every mail is made by.
"""

from collective.easyform.interfaces import IEasyForm
from collective.easyform.interfaces import IMailer
from onewindow_policy.forms.allowed import MAIL_BODY

FIELDS = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <field name="replyto" type="plone.schema.email.Email">
      <title>您的邮箱</title>
    </field>
    <field name="topic" type="zope.schema.TextLine">
      <title>主题</title>
    </field>
    <field name="comments" type="zope.schema.Text">
      <title>内容</title>
    </field>
  </schema>
</model>
"""

ACTIONS = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <field name="mailer" type="collective.easyform.actions.Mailer">
      <title>发邮件</title>
      <replyto_field>replyto</replyto_field>
      <subject_field>topic</subject_field>
    </field>
  </schema>
</model>
"""

#: What a model without a schema stands for: a form that asks nothing.
NOTHING = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema />
</model>
"""


def replace_defaults() -> None:
    """Let forms begin with these; the fields hold the functions that make a default."""
    IEasyForm["fields_model"].defaultFactory = lambda: FIELDS
    IEasyForm["actions_model"].defaultFactory = lambda: ACTIONS
    IMailer["body_pt"].defaultFactory = lambda: MAIL_BODY


replace_defaults()
