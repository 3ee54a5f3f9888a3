"""What following transfers up adds to the rest of the site; called when it starts."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from community import archive, file_doors, handover, periodic, sources, waiting
from community.sources import Source
from networks import calendars

# What the archive of somebody's data holds: name, function, relations to them that it covers.
PERSONAL_DATA = [
    ("hitos-de-replicas", "milestones", ["TransferMilestone.person"]),
    ("documentos-de-replicas", "documents", ["TransferProof.added_by"]),
    (
        "visitas-entre-pares",
        "visits",
        ["PeerVisit.asked_by", "PeerVisit.answered_by", "PeerVisit.reported_by"],
    ),
]


def register_following() -> None:
    for name, function, relations in PERSONAL_DATA:
        covers = [f"knowledge.{relation}" for relation in relations]
        archive.register(name, f"knowledge.archive_of_following.{function}", covers=covers)
    file_doors.register("transfer_files", "knowledge.transfer_files.may_open")
    handover.register("milestones", "knowledge.actions.following_transfers.pass_on")
    waiting.register("knowledge.matters_of_following.of_who_follows")
    calendars.register("knowledge.calendar_days.of_transfers")
    sources.register(
        Source.WAITING,
        "transfer_soon",
        "transfer_late",
        "visit_asked",
        "visit_agreed",
        "visit_declined",
        "visit_cancelled",
        "visit_soon",
    )
    sources.register(Source.CASES, "visit_reported")
    periodic.register(
        "transfer_reminders",
        timedelta(hours=6),
        "knowledge.actions.transfer_reminders.remind_today",
        title=_("Remind of the milestones and visits of transfers"),
    )
