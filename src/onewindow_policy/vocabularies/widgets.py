"""Rows in forms: a table where they are short, blocks where they are long.

Rows come and go, and change places, by their buttons alone. The stock widget adds an
empty row whenever the last one is left, which an editor then has to take away again
before required cells let the form be saved.
"""

from collective.z3cform.datagridfield.blockdatagridfield import BlockDataGridFieldWidget
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidget
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer
from zope.schema.interfaces import IField


class TableWidget(DataGridFieldWidget):
    """A line for each row, a column for each of its fields."""

    allow_reorder = True
    auto_append = False


class BlocksWidget(BlockDataGridFieldWidget):
    """A block for each row, its fields with their labels inside."""

    allow_reorder = True
    auto_append = False


@adapter(IField, IFormLayer)
@implementer(IFieldWidget)
def table_of_rows(field, request):
    """Return the widget for a list of short rows."""
    return FieldWidget(field, TableWidget(request))


@adapter(IField, IFormLayer)
@implementer(IFieldWidget)
def blocks_of_rows(field, request):
    """Return the widget for a list of long rows."""
    return FieldWidget(field, BlocksWidget(request))
