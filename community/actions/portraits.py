"""The photographs people show of themselves."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps
from wagtail.models import Collection

from community.models import UploadedImage

if TYPE_CHECKING:
    from django.core.files.base import File

    from community.models import User

# Larger than any place that shows a face, twice over for dense screens.
PORTRAIT_PIXELS = 640

# Portraits lie apart, so that nobody finds them among the images of a network.
COLLECTION = "Retratos"


def set_portrait(user: User, file: File) -> UploadedImage:
    """Show this photograph on the profile, square. `uploads.check_image` has been over it."""
    with transaction.atomic():
        image = UploadedImage.objects.create(
            title=user.display_name,
            description="",
            file=_square(file, f"{user.handle}.jpg"),
            collection=_collection(),
            uploaded_by_user=user,
        )
        former, user.photo = user.photo, image
        user.save(update_fields=["photo"])
    if former:
        former.delete()
    return image


def remove_portrait(user: User) -> None:
    """Go back to the initials. Removing twice changes nothing."""
    former, user.photo = user.photo, None
    if former:
        user.save(update_fields=["photo"])
        former.delete()


def _square(file: File, name: str) -> ContentFile:
    file.seek(0)
    with Image.open(file) as picture:
        square = ImageOps.fit(picture.convert("RGB"), (PORTRAIT_PIXELS, PORTRAIT_PIXELS))
    saved = BytesIO()
    square.save(saved, "JPEG", quality=85)
    return ContentFile(saved.getvalue(), name)


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
