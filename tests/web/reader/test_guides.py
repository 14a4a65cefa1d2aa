"""The guides of docs are pages under Help, with every word of theirs."""

import re

import pytest
from django.utils.html import strip_tags

from held.web.reader import guides
from held.web.reader.guides import DOCS

GUIDES = {"families": "For families", "friends": "For friends and readers"}


@pytest.mark.parametrize("name", GUIDES)
def test_help_leads_to_each_guide_and_it_has_every_word(anyone, db, name):
    assert f'href="/help/{name}/"' in anyone.get("/help/").content.decode()
    page = anyone.get(f"/help/{name}/").content.decode()
    assert f">{GUIDES[name]}</span></h1>" in page
    text = re.sub(r"!\[.*?\]\(.*?\)", "", (DOCS / f"{name}.md").read_text())
    said = " ".join(strip_tags(page).split())
    for sentence in re.findall(r"[A-Z][^.*#]+\.", text):
        assert " ".join(sentence.split()) in said
    assert "![" not in page


@pytest.mark.parametrize("name", GUIDES)
def test_an_item_on_several_lines_stays_one_item(anyone, db, name):
    words = anyone.get(f"/help/{name}/").content.decode().partition('<div class="prose"')[2].partition("</div>")[0]
    text = (DOCS / f"{name}.md").read_text()
    assert words.count("<li>") == len(re.findall(r"(?m)^- ", text)) > 1
    paragraphs = re.sub(r"!\[.*?\]\(.*?\)|(?m:^[-#].*\n(?:  .*\n)*)", "", text).strip().split("\n\n")
    assert re.sub(r"(?s)<li>.*?</li>", "", words).count("<p>") == len([one for one in paragraphs if one.strip()])
    assert "<br" not in words


def test_without_docs_a_guide_is_not_there(anyone, db, monkeypatch, tmp_path):

    guides._read.cache_clear()
    monkeypatch.setattr(guides, "DOCS", tmp_path)
    assert anyone.get("/help/families/").status_code == 404
