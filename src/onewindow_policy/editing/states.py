"""In which state something is that a form shows: a digest for each of its fields."""

from onewindow_policy.editing.digests import digest_of
from onewindow_policy.editing.interfaces import ICompared
from z3c.form.interfaces import DISPLAY_MODE
from z3c.form.interfaces import IDataManager
from zope.component import getMultiAdapter
from zope.schema.interfaces import IPassword

#: The fields of a form, each with what it shows: by the name that the form has for it.
State = dict[str, str]


def fields_of(form):
    """Yield name, field and content of each field that a form, or a group of it, edits."""
    if ICompared.providedBy(form):
        yield from form.compared_fields()
        return
    for part in (form, *getattr(form, "groups", ())):
        fields = getattr(part, "fields", None)
        if fields is None or isinstance(part, type) or part.ignoreContext:
            continue
        content = part.getContent()
        for name, each in fields.items():
            field = each.field
            if each.mode == DISPLAY_MODE or field.readonly or each.ignoreContext:
                continue
            if not IPassword.providedBy(field):
                yield name, field, content


def value_of(field, content):
    """Return what a form shows of a field."""
    manager = getMultiAdapter((content, field), IDataManager)
    return manager.query(field.missing_value)


def state_of(form) -> State:
    """Return the state of what a form edits, as it is stored now."""
    return {
        name: digest_of(value_of(field, content))
        for name, field, content in fields_of(form)
    }


def write_state(state: State) -> str:
    """Return a state as a hidden input of a form has it."""
    return " ".join(f"{name}={digest}" for name, digest in state.items())


def read_state(text) -> State:
    """Return the state that a form was sent with; empty for what cannot be read."""
    if not isinstance(text, str):
        return {}
    pairs = (each.rpartition("=") for each in text.split())
    return {name: digest for name, _sign, digest in pairs if name}


def changed_names(read: State, now: State) -> list[str]:
    """Return the fields that are not any more as they were when a form was read.

    What only one of the states knows is none: whoever may see more fields by now has
    changed nothing.
    """
    return [name for name in now if name in read and read[name] != now[name]]
