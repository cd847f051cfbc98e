"""A device in the words its owner knows it by: the families of browser and system."""

#: What a `User-Agent` holds, and what that is called; the first that fits counts, since
#: most browsers say that they are others, too.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Xiaomi"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str | None) -> str:
    """Return the families of browser and system, such as "Firefox, Android", or ""."""
    said = user_agent or ""
    found = [
        next((name for mark, name in families if mark in said), "")
        for families in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))
