"""Whether a browser brings back a cookie that we have just given it: some keep none, by a setting or inside an app.

The answer that gives the cookie leads on by a redirect, and marks the address. The page there sees the mark and no
cookie, and says so. Anybody can type the mark, so all it may ever do is add a sentence to a page.
"""

from django.http import HttpRequest

_MARK = "cookie"
_GIVEN = "given"


def marked_as_given(path: str) -> str:
    """The address of a page of ours, for a redirect whose answer gives a cookie."""
    return f"{path}?{_MARK}={_GIVEN}"


def was_just_given(request: HttpRequest) -> bool:
    """Whether a redirect of ours led here and gave a cookie a moment ago.

    A browser that says where a request comes from says "none" or "cross-site" when somebody follows a copied address:
    to them no cookie was given. Older browsers say nothing and are believed.
    """
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return ours and request.GET.get(_MARK) == _GIVEN
