"""What the jail makes of an original: how much of it can be opened, or why nothing; and its sealed renditions."""

import uuid
from dataclasses import dataclass

from held.jail import developing
from held.pictures import vault
from held.pictures.models import Picture, Rendition


@dataclass(frozen=True)
class Made:
    """The jail's result for an original: renditions, or the reason why it can't be opened."""

    renditions: tuple[developing.Rendition, ...]
    decoded: Picture.Decoded


def made_from(picture: uuid.UUID, key: str, blob: str, size: int) -> Made:
    """Have the jail make the renditions of an original."""
    with vault.original(blob, key, vault.where_original(picture), size) as source:
        try:
            renditions = developing.develop(source)
        except developing.TooLarge:
            return Made((), Picture.Decoded.TOO_LARGE)
        except developing.CutOff:
            return Made((), Picture.Decoded.CUT_OFF)
        except developing.CannotBeShown:
            return Made((), Picture.Decoded.UNREADABLE)
    whole = all(one.whole for one in renditions)
    return Made(renditions, Picture.Decoded.WHOLE if whole else Picture.Decoded.PART)


def laid_down(picture: uuid.UUID, key: str, one: developing.Rendition) -> Rendition:
    """Seal a rendition from the jail, on the disk when this returns; its row is not saved. Raises OSError, KeyGone."""
    blob = vault.put(key, vault.where_rendition(picture, one.size, one.format), one.data)
    return Rendition(box=one.size, format=one.format, width=one.width, height=one.height, blob=blob)
