"""What every answer tells the browser to refuse, whatever the page: what Zope answers, what
is answered before it, and, in deploy/, what proxies answer themselves.

Nothing of Zope is imported here: see `sites/outside.py`.
"""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # The address of a receipt names its case: nobody else learns which page one was on.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    # The nearest hall may be looked for; nothing else of the device is asked for.
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=()",
}

#: At a window papers are photographed in the page itself, which alone may ask for that.
CAMERA_PERMISSIONS = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")

#: A year, as browsers ask for before they believe it; sent over TLS only.
TRANSPORT = "max-age=31536000"
