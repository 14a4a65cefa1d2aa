"""One window of WebKitGTK, told what to do by lines of JSON on stdin; it answers each with a line on stdout.

Runs in Debian's own Python (/usr/bin/python3), which has the bindings to GTK, and under a display of its own (Xvfb).
WebKitWebDriver is not used: it never answers after BACK to a page that the browser kept.
"""

import json
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Soup", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, Soup, WebKit2  # noqa: E402  # their versions are set first


class Window:
    """The window and its cookies."""

    def __init__(self, settings: dict) -> None:
        context = WebKit2.WebContext.new_with_website_data_manager(WebKit2.WebsiteDataManager.new_ephemeral())
        self.jar = context.get_cookie_manager()
        self.view = WebKit2.WebView.new_with_context(context)
        manager = self.view.get_website_data_manager()
        manager.set_tls_errors_policy(WebKit2.TLSErrorsPolicy.IGNORE)
        policy = WebKit2.CookieAcceptPolicy
        self.jar.set_accept_policy(policy.ALWAYS if settings["cookies"] else policy.NEVER)
        # Scripts of the page do not run; those of the walk do, and read the page.
        self.view.get_settings().set_enable_javascript_markup(settings["javascript"])
        self.view.get_settings().set_enable_page_cache(True)
        self.view.connect("script-dialog", self._agree)
        window = Gtk.Window(default_width=settings["width"], default_height=settings["height"])
        window.add(self.view)
        window.show_all()

    def look(self, url: str) -> None:
        """Open an address."""
        self.view.load_uri(url)
        answer(None)

    def back(self) -> None:
        """Go back as with the browser's own button."""
        self.view.go_back()
        answer(None)

    def reload(self) -> None:
        """Reload as with the browser's own button."""
        self.view.reload()
        answer(None)

    def keep(self, url: str, name: str, value: str) -> None:
        """Set a cookie for this address."""
        host = url.partition("://")[2].partition(":")[0]
        cookie = Soup.Cookie.new(name, value, host, "/", -1)
        cookie.set_http_only(True)
        self.jar.add_cookie(cookie, None, lambda jar, told: answer(jar.add_cookie_finish(told)))

    def run(self, code: str) -> None:
        """Run it in the page; returns its value."""
        self.view.evaluate_javascript(code, -1, None, None, None, self._ran)

    def _ran(self, view: WebKit2.WebView, told: object) -> None:
        try:
            value = view.evaluate_javascript_finish(told).to_json(0)
            answer(json.loads(value) if value else None)
        except GLib.Error as fault:
            answer(None, str(fault))

    def _agree(self, _view: WebKit2.WebView, asked: WebKit2.ScriptDialog) -> bool:
        if asked.get_dialog_type() == WebKit2.ScriptDialogType.BEFORE_UNLOAD_CONFIRM:
            asked.confirm_set_confirmed(True)
        return True


def answer(value: object, fault: str = "") -> None:
    """Write one line for the walk."""
    print(json.dumps({"value": value, "fault": fault}), flush=True)


def main() -> None:
    """Run until stdin ends."""
    window = Window(json.loads(sys.argv[1]))

    def heard(_stdin: object, _condition: object) -> bool:
        line = sys.stdin.readline()
        if not line:
            Gtk.main_quit()
            return False
        told = json.loads(line)
        getattr(window, told.pop("do"))(**told)
        return True

    GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, heard)
    answer(None)
    Gtk.main()


if __name__ == "__main__":
    main()
