"""Which mail domains prove that somebody belongs to an organization."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Where anybody opens a mailbox; those that exist in many countries go by their first part.
FREE_EVERYWHERE = {"gmail", "googlemail", "hotmail", "live", "msn", "outlook", "yahoo", "ymail"}
FREE = {
    "aol.com",
    "bol.com.br",
    "cantv.net",
    "fastmail.com",
    "gmx.com",
    "gmx.es",
    "gmx.net",
    "icloud.com",
    "ig.com.br",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailinator.com",
    "me.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "rocketmail.com",
    "terra.com.br",
    "tutanota.com",
    "uol.com.br",
    "yandex.com",
    "yopmail.com",
    "zoho.com",
}
# "gob.pa" belongs to a whole country, "vado.gob.pa" to one town.
SHARED = {"ac", "co", "com", "edu", "gob", "gov", "go", "gub", "info", "int", "mil", "net", "org"}
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def check_domain(typed: str) -> str:
    """The domain in small letters, without "@" or what stands before it.

    Raises:
        ValidationError: it is none, anybody may have a mailbox in it, or a
            whole country shares it.

    """
    domain = typed.strip().lower().rpartition("@")[2].rstrip(".")
    if not DOMAIN.fullmatch(domain):
        raise ValidationError(_("“%(typed)s” is not a mail domain."), params={"typed": typed})
    if is_free(domain):
        raise ValidationError(
            _("Anybody may have an address at %(domain)s: it proves nothing."),
            params={"domain": domain},
        )
    labels = domain.split(".")
    if len(labels) == 2 and labels[0] in SHARED:
        raise ValidationError(
            _("%(domain)s belongs to more than one organization. Write the whole domain."),
            params={"domain": domain},
        )
    return domain


def is_free(domain: str) -> bool:
    return domain in FREE or domain.partition(".")[0] in FREE_EVERYWHERE


def check_domains(typed: str) -> list[str]:
    """The domains of a text that has one on each line, each once; raises as `check_domain`."""
    return list(dict.fromkeys(check_domain(line) for line in typed.split()))
