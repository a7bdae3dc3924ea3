"""Which facts make the short answer of each topic; the others are its details, in the order of the model."""

_SUMMARY = ("summary",)

# The first two of these that a standard states become the short answer. Topics that are not here lead with a summary.
_SHORT: dict[str, tuple[str, ...]] = {
    "legal_basis": ("act",),
    "eligibility": ("age", "summary"),
    "application": ("summary", "applicants", "form_on_request", "routes"),
    "contact": ("routes",),
    "processing_time": ("deadline",),
    "assessment": ("summary", "individual_assessment"),
    "decision": ("summary", "decided_by", "written"),
    "start": ("deadline", "place_offered", "interim_solution"),
    "acute": ("quick_effort", "summary"),
    "goals": ("summary", "made_with_citizen", "action_plan_on_request"),
    "scope": ("summary", "whole_day_if_needed", "part_or_whole_day"),
    "respite": ("at_most_a_year",),
    "combination": ("summary", "services"),
    "holiday": ("at_most", "every"),
    "duration": ("temporary", "as_a_rule_short", "general_limit", "depends_on"),
    "ending": ("summary", "always_ends_when", "ends_when", "depends_on"),
    "follow_up": ("first", "then_every", "ongoing", "at_least_every"),
    "free_choice": ("free_choice", "wish_possible", "citizen_involved", "municipality_decides"),
    "providers": ("summary", "named", "kinds"),
    "quality_requirements": ("approved_by_inspectorate", "registered"),
    "staff": ("mostly_trained_as",),
    "payment": ("summary", "pays_for", "from_income"),
    "collection": ("summary", "collections"),
    "allowance": ("at_least",),
    "keeping_home": ("no_payment_as_a_rule",),
    "complaint": ("within", "reassessed"),
    "approval": ("summary", "committee"),
}

_AT_MOST = 2
# Here the first fact says it all: a second list of reasons would blur it.
_ALONE = frozenset({"ending"})


def short_fields(topic: str, stated: tuple[str, ...]) -> tuple[str, ...]:
    """The facts of the short answer, of those that are stated: at most two, at least one where anything is stated."""
    lead = tuple(name for name in _SHORT.get(topic, _SUMMARY) if name in stated)
    lead = lead[: 1 if topic in _ALONE else _AT_MOST]
    return lead or stated[:1]


def detail_fields(topic: str, stated: tuple[str, ...]) -> tuple[str, ...]:
    """The facts below the short answer, notes last."""
    lead = short_fields(topic, stated)
    rest = [name for name in stated if name not in lead and name != "notes"]
    return tuple(rest) + (("notes",) if "notes" in stated and "notes" not in lead else ())
