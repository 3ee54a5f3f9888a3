"""For the person who lost the phone, the passkey and the recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.models import User


class Command(BaseCommand):
    help = (
        "Remove the second factor of an account. Make sure first, by telephone or in person, "
        "that it is its owner who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"No account has the address {email}.")
        removed, _by_model = Authenticator.objects.filter(user=person).delete()
        self.stdout.write(f"{person}: {removed} removed. Signing in asks for the password alone.")
