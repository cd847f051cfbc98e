"""What the pages about a device have in common."""

from onewindow_policy.pages.api import PrivatePage


class DevicePage(PrivatePage):
    """A page that no cache keeps and no search engine lists."""

    page_description = ""
    headers = {"X-Robots-Tag": "noindex"}

    def answer(self):
        if self.request.method == "POST":
            self.request.response.redirect(self.carry_out(), status=303)
            return ""
        return self.index()

    def carry_out(self) -> str:
        """Do what the pressed button says; return where to go on."""
        raise NotImplementedError
