"""Whether a browser brings back a cookie that we have just given it: some keep none, by a setting or inside an app.

The answer that gives the cookie leads on by a redirect, and marks the address. The page there sees the mark and no
cookie, and says so. People copy addresses, into other browsers as well: so the mark is good for one minute.
"""

from django.http import HttpRequest

from held.pictures.ticket import NotGood, Tickets

GOOD_FOR = 60  # seconds; a slow phone follows a redirect within this time
_MARK = "cookie"
_marks = Tickets()  # their clock cannot be set, and a mark does not tell when it was made


def marked_as_given(path: str) -> str:
    """The address of a page of ours, for a redirect whose answer gives a cookie."""
    return f"{path}?{_MARK}={_marks.give('', visit=path, seconds=GOOD_FOR)}"


def was_just_given(request: HttpRequest) -> bool:
    """Whether a redirect of ours led to this page and gave a cookie within the last minute.

    A browser that says where a request comes from says "none" or "cross-site" when somebody follows a copied address:
    to them no cookie was given. Older browsers say nothing, and the minute alone decides.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    try:
        _marks.said(request.GET.get(_MARK, ""), visit=request.path)
    except NotGood:
        return False
    return True
