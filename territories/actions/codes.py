"""Codes that come after the first one."""

from __future__ import annotations

from django.db import transaction

from territories.models import AlternateCode, Territory


@transaction.atomic
def add_alternate_code(territory: Territory, scheme: str, code: str) -> AlternateCode:
    """Give the territory another code, for instance the official one that came later.

    Its own code stays. Adding the same code again changes nothing.

    Raises:
        ValidationError: the code is empty or too long, or another territory has it.

    """
    scheme, code = scheme.strip(), code.strip()
    known = AlternateCode.objects.filter(territory=territory, scheme=scheme, code=code).first()
    if known is not None:
        return known
    added = AlternateCode(territory=territory, scheme=scheme, code=code)
    added.full_clean()
    added.save()
    return added
