"""Pages for what cannot be answered, in words that blame nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's form
    """For everything one may not see, and everything that is not: the same bytes."""
    return HttpResponse(get_template("errors/404.html").render(), status=404)


def our_fault(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's form
    """Something went wrong on our side; what was written is safe."""
    return HttpResponse(get_template("errors/500.html").render(), status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's form
    """A form whose token does not fit: nothing has changed."""
    return render(request, "errors/403_csrf.html", status=403)
