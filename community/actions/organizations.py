"""What people do with the page of an organization."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from wagtail.models import Collection

from community.models import UploadedImage
from community.permissions import answers_for, can_edit_organization

if TYPE_CHECKING:
    from django.core.files.base import File

    from community.models import Organization, User

# Larger than any place that shows a logo, twice over for dense screens.
LOGO_PIXELS = 640
# Logos lie apart, so that nobody finds them among the images of a network.
COLLECTION = "Logotipos"


@transaction.atomic
def update_organization(
    organization: Organization,
    by: User,
    *,
    logo_file: File | None = None,
    remove_logo: bool = False,
    **fields: Any,
) -> None:
    """Save what its people tell of it. `fields`: names and values of `Organization`.

    `uploads.check_image` has been over the logo.

    Raises:
        PermissionDenied: `by` neither works there nor answers for it; or changes
            the mail domains, which only whoever answers for it does.

    """
    if not can_edit_organization(by, organization):
        raise PermissionDenied
    if "mail_domains" in fields and not answers_for(by, organization):
        raise PermissionDenied
    former = organization.logo
    for name, value in fields.items():
        setattr(organization, name, value)
    if logo_file:
        organization.logo = keep_logo(organization, logo_file, by)
    elif remove_logo:
        organization.logo = None
    organization.save()
    if former and former.pk != organization.logo_id:
        former.delete()


def keep_logo(organization: Organization, file: File, by: User) -> UploadedImage:
    """The picture anew, without what cameras and programs write into files."""
    file.seek(0)
    with Image.open(file) as picture:
        small = picture.convert("RGBA")
        small.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
    saved = BytesIO()
    small.save(saved, "PNG")
    return UploadedImage.objects.create(
        title=organization.name,
        description="",
        file=ContentFile(saved.getvalue(), f"{organization.slug}.png"),
        collection=collection(),
        uploaded_by_user=by,
    )


def collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
