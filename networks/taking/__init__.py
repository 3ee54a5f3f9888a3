"""What the archive of a network consists of. Each app adds what it holds of networks.

    taking.register("experiencias", "knowledge.taking.cases")

The function takes the network and returns a `Part`; see `networks.taking.parts`.
The sections of networks need no word: what is published in them is taken along as
`networks.taking.entries` reads it off the model, unless an app registers the slug
of its section.
"""

from networks.taking.parts import Part, Taken, register, registered

__all__ = ["Part", "Taken", "register", "registered"]
