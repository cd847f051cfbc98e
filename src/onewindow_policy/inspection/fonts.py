"""Scripts that names are written in, and no font of this server prints."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.prints.api import FONTS_VARIABLE
from onewindow_policy.prints.api import scripts_without_font

#: What people call them, by what Unicode calls them.
TITLES = {
    "Arabic letters": _("script_arabic", default="Uyghur and Kazakh letters"),
    "Tibetan": _("script_tibetan", default="Tibetan"),
    "Mongolian": _("script_mongolian", default="Mongolian"),
    "Yi": _("script_yi", default="Yi"),
    "CJK Extension B": _(
        "script_extension_b", default="Rare Chinese characters (Extension B)"
    ),
    "CJK Extensions C to F": _(
        "script_extensions_c_to_f",
        default="Rare Chinese characters (Extensions C to F)",
    ),
    "CJK Extensions G and H": _(
        "script_extensions_g_and_h",
        default="Rare Chinese characters (Extensions G and H)",
    ),
}


def scripts_without_fonts() -> Iterator[Finding]:
    """Yield the scripts of which a paper has code points in the place of characters, which
    somebody writes in by hand.

    No page mends it, but whoever runs the server. It is told before the first paper is
    printed: until then the log says nothing of it.
    """
    for script in scripts_without_font():
        fault = _(
            "fault_no_font",
            default=(
                "no font for papers has it: papers show code points in the place of these"
                " characters of a name. Have whoever runs the server install one (Debian:"
                " ${package}), name its folder in ${variable}, and restart."
            ),
            mapping={"package": script.package, "variable": FONTS_VARIABLE},
        )
        yield Finding(TITLES[script.name], "", (fault,))
