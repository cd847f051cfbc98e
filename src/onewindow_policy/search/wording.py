"""The search in the words of residents."""

from onewindow_policy import _

#: What is found, by type, in the order in which it helps.
TYPE_TITLES = {
    "item": _("find_type_item", default="Services"),
    "journey": _("find_type_journey", default="Events in life, step by step"),
    "guide": _("find_type_guide", default="Guides of districts"),
    "sample": _("find_type_sample", default="Forms"),
    "news": _("find_type_news", default="News and notices"),
    "place": _("find_type_place", default="Communities and windows"),
}
