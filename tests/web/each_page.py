"""Every page that answers GET at Ana's open story, each asked for by somebody who may."""

from collections.abc import Iterator

from django.test import Client

from held.consent.models import Involvement
from held.families.models import Member
from held.publishing.named_readers import reading_of
from held.stories.models import Leaf, Story
from held.web.contributor.opened import opening_of
from tests import cast as people
from tests.cast import Cast
from tests.doors import every_door
from tests.photographs import one_more_has_agreed
from tests.promises.walking import fill, path_of

BY_SPACE = {"guardian": "gwen", "host": "hilde"}  # who looks; Ana looks at the others


class EachPage:
    """The browsers of those who look, and the addresses that lead to the story's pages."""

    def __init__(self, cast: Cast, signed_in, story: Story) -> None:
        self.filled = fill(cast, story)
        self.placed = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).order_by("pk").first()
        self.filled["photograph_id"] = str(self.placed.pk)
        self.filled["own_involvement_id"] = str(Involvement.objects.filter(picture=self.placed.picture).first().pk)
        one_more_has_agreed(self.placed, cast.ana)
        gwen = people.friend(cast, "Gwen", Member.Role.GUARDIAN)
        keyed = {name: signed_in(getattr(cast, name), key=True) for name in ("ana", "hilde")}
        self.browsers = {**keyed, "gwen": signed_in(gwen)}
        self.outside = Client(headers={"host": "localhost"})
        self.outside.cookies["named"] = reading_of(self.filled["named_token"])
        self.outside.cookies["opened"] = opening_of(self.filled["asked_token"])

    def doors(self) -> Iterator[tuple[str, Client, str]]:
        """Name, browser and path of each route."""
        for door in every_door():
            space = door.name.partition(":")[0]
            browser = self.outside if space in {"reader", "contributor"} else self.browsers[BY_SPACE.get(space, "ana")]
            if "envelope" in door.name:
                self.outside.cookies["opened"] = opening_of(self.filled["envelope_token"])
            yield door.name, browser, path_of(door, self.filled)
            self.outside.cookies["opened"] = opening_of(self.filled["asked_token"])
