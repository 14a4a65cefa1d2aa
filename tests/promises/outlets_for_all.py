"""Where one request tells about every photograph of a story: its page, the feed, and the target of a named person's
link."""

from tests.promises.asking import Answer
from tests.promises.outlets import PATIENCE, Outlet


class Page(Outlet):
    """The story, by its link: one page for all of its photographs."""

    names, scope = ("page",), "link"

    def look(self) -> None:
        """Open it again."""
        self.saw(self.names[0], self.all, lambda: self.asker.get(self.here))

    def look_on(self) -> None:
        """Twice while some are withdrawn and others are not, and at the end."""
        for number in sorted(self.dice.sample(range(len(self.mine)), 2)):
            for _ in self.until_confirmed(self.mine[number]):
                self.look()
        assert self.mine[-1].confirmed.wait(PATIENCE)
        self.look()


class PageForEveryone(Page):
    """The same at the address for everyone."""

    names, scope = ("page for everyone",), "public"


class Feed(Page):
    """The feed, which lists stories and never a photograph: the test looks for the story in it."""

    names, scope = ("feed",), "public"

    def look(self) -> None:
        """Fetch it again."""
        self.saw("feed", self.all, lambda: self.asker.get("/stories.atom"))

    def there_by(self, came: Answer, told: frozenset[str]) -> frozenset[str]:
        """Whether the story is in it."""
        return self.all if f'{self.here}"'.encode() in came.body else told


class NamedLink(Page):
    """The link of somebody the family named, opened each time in a new browser."""

    names, scope = ("named link",), "named"

    def look(self) -> None:
        """Press its button, and read its target."""
        self.asker.forget()
        assert self.asker.press(f"/n/{self.story.named}").status == 303
        super().look()


FOR_ALL = (Page, PageForEveryone, Feed, NamedLink)
