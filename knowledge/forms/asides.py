"""What stands beside each question of a case: a word of help, and an answer as an example.

Names of fields as they are; those of rows with their kind: "indicator.name". What
is not here says what its model says.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from knowledge.forms import examples

HELP = {
    # --- Narrative
    "context": _("What somebody from another country should know to understand the rest."),
    "problem": _("Whom it affected, how many they were, since when, and how you knew."),
    "priorities_decision": _(
        "Who asked for it, who decided, and the line of the plan and the budget that it has."
    ),
    "objectives": _("What you set out to achieve, by when, and by which way."),
    "solution": _("Step by step: who did what, with whom, and what had to be decided."),
    "novelty": _("What had not been done here before. It need not be new in the world."),
    "process": _(
        "How it really went, with its pauses and turns. The dates go into the timeline below."
    ),
    "participation": _("Who took part, how they were called, and what changed because of them."),
    "results": _("What changed, with figures and where they come from. And what was not achieved."),
    "unexpected": _("What nobody had foreseen, good and bad."),
    "analysis": _("What made it possible, what slowed it down, and how you know."),
    "failures": _("What went wrong and what you did then. It is what others look for most."),
    "sustainability_financial": _("What it costs to keep it going and who pays."),
    "sustainability_institutional": _("Which norm, post or office keeps it when people change."),
    "sustainability_social": _("Who would defend it if somebody wanted to end it."),
    "sustainability_environmental": _("What it does to water, soil, air and energy."),
    "inclusion": _("How it reached women and men, and those who are usually left out."),
    "next_steps": _("What you mean to do now."),
    "legal_basis": _("Which norms allow the municipality to do it, and what they do not allow."),
    "transferability_note": _("What another municipality must have for it to work, or not."),
    # --- Classification
    "association": _("The association of municipalities or district, if several did it."),
    "target_groups": _("If it was for everybody, mark only “The whole population”."),
    "innovation_types": _("What is new about it: mark what fits."),
    "sdgs": _("Those to which it really contributes; one or two are usually enough."),
    "participation_spectrum": _("The highest step that was reached."),
    "latitude": _("In degrees, for example 10,48801. Never a private home."),
    "longitude": _("In degrees; west of Greenwich it begins with a hyphen: -66,87919."),
    # --- Means
    "cost_band": _(
        "What it takes to begin, in US dollars. An order of size is enough; if nobody knows "
        "it any more, say so."
    ),
    "staff_months": _("Until it worked. Two people for half a year are 12."),
    "staff_note": _("Posts or trades, no names: an engineer, two gardeners."),
    "months_to_first_result": _("From the decision until something could be seen."),
    "months_to_implement": _("From the decision until it worked as it should."),
    "complexity": _("Choose the first one that is true."),
    "plan_reference": _("Plan, programme and line of the budget, with the year."),
    # --- The municipality at the time
    "population": _("Of the municipality, when it was done."),
    "budget_amount": _("Of the whole municipality in one year, in its currency."),
    "budget_currency": _("Three letters: USD, COP, MXN, PEN…"),
    "snapshot_source": _("For example: census of 2017; budget ordinance of 2019."),
    # --- Doing it elsewhere
    "min_scale": _("The smallest for which you would recommend it."),
    "max_scale": _("The largest."),
    "support_offered": _("Only what you can really give. You are asked first."),
    "prior_inspiration": _("A place, a law, a visit, an idea of somebody here."),
    # --- Rows
    "milestone.title": _("In a few words: “The council approves the ordinance”."),
    "milestone.change": _("What was different from then on."),
    "indicator.name": _("One thing that can be counted."),
    "indicator.unit": _("For example: tonnes a week, percentage of homes."),
    "indicator.baseline": _("The value before it began."),
    "indicator.target": _("What you wanted to reach, if it was said beforehand."),
    "indicator.result": _("The last value that is known."),
    "indicator.source": _("Where the figures come from: without a source nobody can check them."),
    "evaluation.finding": _("What it found, in one or two sentences, bad news too."),
    "lesson.text": _("One thing, said so that somebody else can use it tomorrow."),
    "costline.concept": _("For example: 160 bins; a handcart; the gardeners."),
    "costline.amount": _("In the currency and the year it was paid."),
    "costline.currency": _("Three letters: USD, COP, MXN, PEN…"),
    "fundingshare.percent": _("Roughly. All of them together are 100."),
    "technology.name": _("A program, a machine, a tool."),
    "legalinstrument.text": _(
        "The text for others to copy. Between square brackets what each one must change: "
        "[name of the municipality]."
    ),
    "actor.name": _("The organization, office or group. No private persons."),
    "actor.contact": _("Of the office, not of a person at home."),
    "enablingcondition.note": _("How it was here."),
    "corecomponent.name": _("A part of it: “bins of two colours”."),
    "corecomponent.why": _("What happens if it is changed."),
    "step.what": _("Begin with a verb: “Weigh the waste for two weeks”."),
    "step.output": _("What is there when it is done."),
    "contributor.name": _("Of those who have no account here."),
    "contributor.shown_as": _("Whoever prefers not to be named is not named anywhere."),
    "attachment.author": _("Who made it."),
}
EXAMPLES = {
    "context": examples.CONTEXT,
    "problem": examples.PROBLEM,
    "priorities_decision": examples.PRIORITIES_DECISION,
    "objectives": examples.OBJECTIVES,
    "solution": examples.SOLUTION,
    "novelty": examples.NOVELTY,
    "process": examples.PROCESS,
    "participation": examples.PARTICIPATION,
    "results": examples.RESULTS,
    "unexpected": examples.UNEXPECTED,
    "analysis": examples.ANALYSIS,
    "failures": examples.FAILURES,
    "sustainability_financial": examples.SUSTAINABILITY_FINANCIAL,
    "sustainability_institutional": examples.SUSTAINABILITY_INSTITUTIONAL,
    "sustainability_social": examples.SUSTAINABILITY_SOCIAL,
    "sustainability_environmental": examples.SUSTAINABILITY_ENVIRONMENTAL,
    "inclusion": examples.INCLUSION,
    "next_steps": examples.NEXT_STEPS,
    "legal_basis": examples.LEGAL_BASIS,
    "transferability_note": examples.TRANSFERABILITY_NOTE,
}
