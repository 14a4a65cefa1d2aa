"""Pages behind the family door. An address that ends in / is looked at; the others are acts."""

from django.urls import path

from held.families.models import Member
from held.web.family import (
    circle,
    desk,
    differing,
    leaves,
    listing,
    parting,
    people,
    photographs,
    placing,
    removing,
    seeing,
    stories,
    trying_again,
    versions,
)

Role = Member.Role

app_name = "family"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("stories", desk.begin, name="begin"),
    path("welcome/", desk.welcome, name="welcome"),
    path("stories/<int:story_id>/", stories.story, name="story"),
    path("stories/<int:story_id>/babies", stories.another_baby, name="another_baby"),
    path("stories/<int:story_id>/entries", stories.another_entry, name="another_entry"),
    path("stories/<int:story_id>/circle/", circle.circle, name="circle"),
    path("stories/<int:story_id>/circle/link/", circle.link, name="circle_link"),
    path("stories/<int:story_id>/circle/everyone/", circle.everyone, name="circle_everyone"),
    path("stories/<int:story_id>/circle/shown/", circle.shown, name="circle_shown"),
    path("stories/<int:story_id>/taking-back", circle.taking_back, name="taking_back"),
    path("stories/<int:story_id>/narrowing", circle.narrowing, name="narrowing"),
    path("stories/<int:story_id>/listing/", listing.listing, name="listing"),
    path("stories/<int:story_id>/listing/ending", listing.ending, name="listing_ending"),
    path("stories/<int:story_id>/photographs/", photographs.photographs, name="photographs"),
    path("photographs/<int:photograph_id>/seeing/", seeing.seeing, name="seeing"),
    path("p/<str:ticket>", seeing.picture, name="picture"),
    path("photographs/<int:photograph_id>/trying-again", trying_again.trying_again, name="trying_again"),
    path("photographs/<int:photograph_id>/placing", placing.placing, name="placing"),
    path("photographs/<int:photograph_id>/moving-up", placing.moving_up, name="moving_up"),
    path("photographs/<int:photograph_id>/taking-out", placing.taking_out, name="taking_out"),
    path("photographs/<int:photograph_id>/removal/", removing.removal, name="removal"),
    path("photographs/<int:photograph_id>/keeping-after-all", removing.keeping_after_all, name="keeping_after_all"),
    path("photographs/<int:removed_id>/destroying/", removing.destroying, name="destroying"),
    path("leaves/<int:leaf_id>/", leaves.leaf, name="leaf"),
    path("leaves/<int:leaf_id>/differing/", differing.differing, name="differing"),
    path("leaves/<int:leaf_id>/versions/", versions.versions, name="versions"),
    path("leaves/<int:leaf_id>/dropping", leaves.dropping, name="dropping"),
    path("leaves/<int:leaf_id>/hiding", leaves.hiding, name="hiding"),
    path("versions/<uuid:version_id>/", versions.version, name="version"),
    path("versions/<uuid:version_id>/bringing-back", versions.bringing_back, name="bringing_back"),
    path("people/", people.people, name="people"),
    path("people/of/<int:family_id>/asking/", people.asking, {"role": Role.PARENT}, name="asking"),
    path("people/of/<int:family_id>/asking/helper/", people.asking, {"role": Role.HELPER}, name="asking_helper"),
    path("people/<int:own_id>/leaving/", parting.leaving, name="leaving"),
    path("people/<int:friend_id>/letting-go/", parting.letting_go, name="letting_go"),
    path("people/<int:member_id>/asking/", people.asking_again, name="asking_again"),
    path("people/<int:member_id>/asking/ending", people.asking_ending, name="asking_ending"),
    path("people/<int:member_id>/new-link/", people.new_link, name="new_link"),
    path("recoveries/<int:recovery_id>/stop", people.stopping, name="stop_recovery"),
    path("recoveries/<int:recovery_id>/seen", people.putting_away, name="put_recovery_away"),
]
