"""Filters for the words of stories and forms, and a tag for the heading of a page."""

from django import template
from django.conf.locale import LANG_INFO
from django.forms import BoundField
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from held.lib.commands import as_run_here

register = template.Library()

FACT_NAMES = {
    "sex": _("Sex"),
    "pronouns": _("Pronouns"),
    "status": _("What happened"),
    "born": pgettext_lazy("the day the baby was born", "Born"),
    "died": pgettext_lazy("the day the baby died", "Died"),
    "learned": _("The day we learned of it"),
    "weeks": _("Weeks of pregnancy"),
    "lived_for": _("Lived for"),
    "weight": _("Weight"),
    "length": _("Length"),
}


register.filter("as_run_here", as_run_here)


@register.filter
def focused_if_mistaken(field: BoundField) -> SafeString:
    """A field as it is drawn; the first field of its form with a mistake gets the focus."""
    is_first = next(iter(field.form.errors), None) == field.name
    return field.as_widget(attrs={"autofocus": True}) if is_first else field.as_widget()


@register.filter
def fact_name(what: str) -> str:
    """The name of a fact, in the reader's language."""
    return str(FACT_NAMES.get(what, what))


@register.filter
def text_direction(language: str) -> str:
    """`rtl` or `ltr`; `auto` for a language we do not know."""
    known = LANG_INFO.get(language) or LANG_INFO.get(language.partition("-")[0])
    if not known or "bidi" not in known:
        return "auto"
    return "rtl" if known["bidi"] else "ltr"


@register.filter
def made_from_markdown(html: str) -> SafeString:
    """HTML that `held.lib.markdown.to_html` made and cleaned. Nothing else may pass through here."""
    return mark_safe(html)  # noqa: S308  # cleaned by nh3 in held.lib.markdown


@register.simple_tag(takes_context=True)
def title_again(context: template.Context) -> SafeString:
    """The page's `title` block, as its heading: a page whose title and heading are the same says it once."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    html: str = block.nodelist.render(context)
    return mark_safe(html)  # noqa: S308  # rendered by the template engine, which escapes
