"""One case told well, of a municipality that does not exist: what is shown beside each text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TITLE = _("Market stalls that separate their scraps, and a nursery that makes compost of them")
SUMMARY = _(
    "In Valdeniebla, 61 stalls of the central market put their vegetable scraps apart. The "
    "municipal nursery makes compost of them and gives it back to the growers. Half as much goes "
    "to the landfill."
)
CONTEXT = _(
    "Valdeniebla has some 64 thousand inhabitants and lives from vegetables and visitors. Its "
    "central market, of 1968, is supplied by twelve rural communities. The municipality collects "
    "the waste itself, with three lorries."
)
PROBLEM = _(
    "Every day the 84 stalls of the market left two tonnes of waste in one pile, and all of it "
    "went to the landfill, 31 km away. In February 2021 we weighed it for two weeks: seven of "
    "every ten kilos were vegetable scraps. The containers overflowed before noon and the "
    "neighbours had complained of the smell eleven times in a year."
)
OBJECTIVES = _(
    "That within a year half of the scraps no longer reached the landfill, without raising what "
    "the stalls pay. We decided three things: to begin with the stalls that wanted to, to collect "
    "earlier, and to give compost to whoever separates well."
)
SOLUTION = _(
    "We agreed on a trial with the association of stallholders: 20 stalls, three months. The "
    "municipal carpentry made bins of two colours. Since then a cart collects the scraps at one "
    "o'clock and takes them to the nursery, 900 metres away, where two gardeners and a "
    "stallholder turn the heaps every week. In the eighth month the council approved the "
    "ordinance that asks all the stalls to separate."
)
RESULTS = _(
    "After a year 61 of the 84 stalls separate. What goes to the landfill fell from 9.8 to 4.1 "
    "tonnes a week; the cleaning service weighs it every Friday. Complaints fell from eleven to "
    "two. We did not manage with meat and fish: they need bins with lids and two collections."
)
PRIORITIES_DECISION = _(
    "The market committee asked for it in the open session of May 2021. The council put it into "
    "the plan of 2021–2024, programme 3, and gave it a line of the cleaning budget: 40 thousand "
    "pesos of Altazara."
)
NOVELTY = _(
    "Here nobody had separated before the lorry came. What was new was not the compost: it was "
    "that whoever separates takes back a sack for every ten kilos."
)
PROCESS = _(
    "We began with 20 stalls in March 2021. In June the handcart broke and for two weeks "
    "everything went to the landfill again: we bought a second one. The turning point was the "
    "first harvest with compost, in October; after it 30 stalls joined in a month."
)
PARTICIPATION = _(
    "The association of stallholders chose the first 20 stalls and met with us every Monday. The "
    "neighbours measured the smell in a notebook. Those who sell meat came to two meetings and "
    "decided not to join yet."
)
UNEXPECTED = _(
    "Good: the stallholders began to sell cut vegetables, because they no longer paid to throw "
    "the rest away. Bad: three people who lived from picking through the pile lost what they "
    "found; two of them now work at the nursery."
)
ANALYSIS = _(
    "We think that it worked because the compost came back to the same hands within three months. "
    "The two attempts before, in 2014 and 2017, asked for separation and gave nothing. The "
    "collection at one o'clock mattered more than the campaign."
)
FAILURES = _(
    "We bought lids that did not fit and threw 60 of them away. In the rainy months the heaps "
    "smelled until we put a roof over them. We did not tell the night guards, and they emptied "
    "the bins into one."
)
SUSTAINABILITY_FINANCIAL = _(
    "It costs 11 thousand a year and saves 14 thousand in trips to the landfill. It stands in the "
    "ordinary budget since 2022."
)
SUSTAINABILITY_INSTITUTIONAL = _(
    "An ordinance and a manual of four pages. The team of three stayed when the government "
    "changed in 2024."
)
SUSTAINABILITY_SOCIAL = _(
    "The association puts its own inspector and takes the bins away from whoever mixes twice."
)
SUSTAINABILITY_ENVIRONMENTAL = _(
    "Less methane at the landfill; the water that runs off the heaps is collected and used again."
)
INCLUSION = _(
    "Of the 84 stalls women run 58. The meetings were moved from six in the evening to two in the "
    "afternoon, when they can come; since then half of the committee are women."
)
NEXT_STEPS = _("Meat and fish from 2025, with bins with lids and two collections a day.")
LEGAL_BASIS = _(
    "The law of municipalities gives cleaning and markets to the municipality (articles 42 and "
    "57). Separation at the source could be asked for by ordinance; the fee could not be changed "
    "without a vote of the council."
)
TRANSFERABILITY_NOTE = _(
    "It fits where one market gathers the scraps and a nursery or farm lies less than two "
    "kilometres away. It does not fit where the market is private, nor in street markets that "
    "move every day."
)
