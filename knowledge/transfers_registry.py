"""What the rest of the site is told of transfers, when it starts."""

from __future__ import annotations

from community import archive, handover, moderable, sitemaps, sources, waiting
from community.sources import Source

# What the archive of somebody's data holds of theirs: name, function of
# `knowledge.archive_of_transfers`, and which relations to them it covers.
PERSONAL_DATA = [
    (
        "replicas",
        "transfers",
        ["Transfer.started_by", "Transfer.kept_by", "Transfer.origin_answered_by"],
    ),
    ("puestos-en-replicas", "posts", ["TransferMember.person"]),
    ("pasos-de-replicas", "acts", ["TransferEvent.actor"]),
]
NOTICES = [
    (Source.WAITING, ["transfer_begun"]),
    (Source.CASES, ["transfer_answered", "transfer_moved", "transfer_named"]),
]


def register_transfers() -> None:
    """Called once, from `ready`."""
    for name, function, relations in PERSONAL_DATA:
        covers = [f"knowledge.{relation}" for relation in relations]
        archive.register(name, f"knowledge.archive_of_transfers.{function}", covers=covers)
    for source, kinds in NOTICES:
        sources.register(source, *kinds)
    waiting.register("knowledge.matters_of_transfers.of_the_origin")
    moderable.register("replica", "knowledge.Transfer", "knowledge.moderables.OfTransfers")
    handover.register("transfers", "knowledge.actions.transfer_keeping.pass_on")
    sitemaps.register("transfers", "knowledge.sitemaps.TransferSitemap")
