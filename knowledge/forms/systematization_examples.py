"""What one might answer in a systematization: of a market in a municipality that was invented."""

from django.utils.translation import gettext_lazy as _

STARTING_POINT = _(
    "Twenty stall holders, from the first trial in March 2023. Four workers of the cleaning "
    "service, who weighed. The gardeners, who turned the heaps. Two councillors, in the vote only."
)
REGISTERS = _(
    "The weighing book, whole since April 2023, in the office of Public Services. Minutes of six "
    "meetings. Some forty photographs on the telephone of the foreman."
)
OBJECTIVE = _(
    "To decide with facts whether to take it to the two other markets in the next budget."
)
OBJECT = _("Separation in the central market, from the first meeting in 2022 until March 2024.")
AXIS = _("What made the stall holders keep separating once nobody watched them.")
QUESTIONS = _(
    "Why did twenty stalls begin, and why did six leave? What did it change for the workers? What "
    "does it truly cost each month?"
)
RECOVERY = _(
    "In October 2022 the lorry broke down for nine days and the market closed. The mayor's office "
    "called the stall holders. Two remember that they proposed it; the office has it as its own "
    "idea. In March the trial began with twenty stalls."
)
TENSIONS = _(
    "The cleaning service feared to lose its second lorry, and for three months it mixed again "
    "what came separated. It ended when its workers were paid by weight."
)
TURNING_POINTS = _(
    "On 4 June the association voted to fine whoever mixed. Had the municipality imposed it, "
    "everybody says, the market would have closed."
)
REFLECTION = _(
    "It held because separating saved the stall holder a walk: the green bin stands nearer than "
    "the skip. Where that is not so, fines will be needed."
)
ARRIVAL = _(
    "Stalls separate when it saves them time, not when they are told why: fourteen of the fifteen "
    "that had the bin within ten steps still did after a year."
)
RECOMMENDATIONS = _(
    "It fits markets with an association that takes decisions. It does not fit where the lorry is "
    "hired by the journey: settle that contract first."
)
