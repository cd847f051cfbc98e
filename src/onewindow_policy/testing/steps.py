"""The steps of a form, as phones show them, walked by a browser without scripts."""

from itertools import count
from onewindow_policy.forms.stepping import CHECK
from onewindow_policy.forms.stepping import START

import lxml.html
import re
import transaction


def step_of(browser):
    """Return the step that the page shows: the group of it, and no other."""
    at = browser.getControl(name="form.at").value
    if at not in (START, CHECK):
        shown = re.findall(r'group is-current"\s+id="([\w-]+)"', browser.contents)
        assert shown == [at], (shown, at)
    return at


def press(browser, value):
    """Press the button of the steps with this value; return the step that it leads to."""
    button = next(
        button
        for number in count()
        if (button := browser.getControl(name="form.step", index=number)).value == value
    )
    button.click()
    transaction.begin()
    return step_of(browser)


def press_enter(browser):
    """Press the key Enter in a text, which browsers take for the first button of its form;
    return the step that it leads to, None where that is none."""
    page = lxml.html.fromstring(browser.contents)
    (form,) = page.cssselect("form.questions")
    name = form.cssselect("button[type=submit], input[type=submit]")[0].get("name")
    browser.getControl(name=name, index=0).click()
    transaction.begin()
    has_steps = 'name="form.at"' in browser.contents
    return step_of(browser) if has_steps else None
