"""Whether a browser returns a cookie that we have just set: some keep none, by a setting or inside an app.

The response that sets the cookie redirects to a marked address. If that page sees the mark and no cookie, it says so.
People copy addresses, into other browsers too: so the mark is valid for one minute.
"""

from django.http import HttpRequest

from held.pictures.ticket import NotGood, Tickets

GOOD_FOR = 60  # seconds; a slow phone follows a redirect within this time
_MARK = "cookie"
_marks = Tickets()  # nobody can set its clock, and a mark does not reveal when it was made


def marked_as_given(path: str) -> str:
    """The marked address of one of our pages, for a redirect that sets a cookie."""
    return f"{path}?{_MARK}={_marks.give('', visit=path, seconds=GOOD_FOR)}"


def was_just_given(request: HttpRequest) -> bool:
    """Whether a redirect of ours led to this page and set a cookie within the last minute.

    A browser that sends Sec-Fetch-Site sends "none" or "cross-site" when somebody follows a copied address: no cookie
    was set for them. Older browsers send nothing, and the minute alone decides.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    try:
        _marks.said(request.GET.get(_MARK, ""), visit=request.path)
    except NotGood:
        return False
    return True
