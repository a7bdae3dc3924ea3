"""What a standard can state about each topic: one model a topic, in the order of content/topics.yml.

Every field is optional where a document may be silent about it. Numbers, dates and ways of contact are typed
values; `summary` and the lists are short texts in our own words.
"""

from enum import Enum

from pydantic import constr, validator

from bot.standards.base import Strict
from bot.standards.values import (
    AgeLimit,
    Amount,
    Collection,
    Deadline,
    Duration,
    Event,
    Provider,
    Route,
    StayCount,
    StayPlan,
)

Summary = constr(max_length=260)
Points = tuple[str, ...]


class TopicFacts(Strict):
    """What every topic has: the headings it stands under, a summary, points and remarks in our own words."""

    heading: tuple[str, ...]
    summary: Summary | None = None  # type: ignore[valid-type]
    points: Points = ()
    notes: Points = ()

    @validator("heading", pre=True)
    def _one_or_more(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class Definition(TopicFacts):
    """What the service is."""

    support_granted_separately: bool | None = None


class Purpose(TopicFacts):
    """What the stay is meant to achieve."""


class LegalBasis(TopicFacts):
    """The act and section that the service rests on."""

    act: str
    section: str
    may_offer: Points = ()
    must_offer: Points = ()


class Eligibility(TopicFacts):
    """Whom the service is meant for."""

    age: AgeLimit | None = None
    individual_assessment: bool | None = None


class Applicant(str, Enum):
    """Somebody who may make the first contact."""

    CITIZEN = "citizen"
    RELATIVES = "relatives"
    DOCTOR = "doctor"


class Channel(str, Enum):
    """A way to apply."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    DIGITAL_POST = "digital_post"


class Application(TopicFacts):
    """How to apply."""

    unit: str | None = None
    applicants: tuple[Applicant, ...] = ()
    channels: tuple[Channel, ...] = ()
    form_on_request: bool | None = None
    appointment: bool | None = None


class Contact(TopicFacts):
    """Whom to call or write to."""

    routes: tuple[Route, ...]


class ProcessingTime(TopicFacts):
    """How long the municipality takes to decide."""

    deadline: Deadline


class Assessment(TopicFacts):
    """How the need is assessed."""

    method: str | None = None
    individual_assessment: bool | None = None


class Decision(TopicFacts):
    """Who decides, and what the decision letter holds."""

    decided_by: str | None = None
    written: bool | None = None
    refusal_with_reasons: bool | None = None
    refusal_with_complaint_guidance: bool | None = None


class Start(TopicFacts):
    """When help begins after a grant."""

    deadline: Deadline | None = None
    place_offered: bool | None = None
    interim_solution: bool | None = None


class Acute(TopicFacts):
    """What happens when it is urgent."""

    quick_effort: bool | None = None


class Goals(TopicFacts):
    """Goals and plans for the stay."""

    smart_goals: bool | None = None
    goals_in_action_plan: bool | None = None
    action_plan_section: str | None = None
    action_plan_on_request: bool | None = None
    made_with_citizen: bool | None = None


class Activities(TopicFacts):
    """What help the stay can hold."""

    individual_and_group: bool | None = None
    support_granted_separately: bool | None = None


class Scope(TopicFacts):
    """How much support can be given."""

    levels: Points = ()
    part_or_whole_day: bool | None = None
    whole_day_if_needed: bool | None = None
    granted_as_frame: bool | None = None


class NotIncluded(TopicFacts):
    """What the service leaves out."""


class Respite(TopicFacts):
    """Short stays that relieve the family."""

    at_most_a_year: Duration
    plan: StayPlan | None = None
    travel_days_count: bool | None = None
    counting: StayCount | None = None


class Combination(TopicFacts):
    """Which other services can go with it."""

    services: Points = ()
    sections: Points = ()


class Leisure(TopicFacts):
    """Support for spare time."""


class Holiday(TopicFacts):
    """Staff who come along on holidays and outings."""

    at_most: Duration | None = None
    every: Duration | None = None
    consecutive: bool | None = None
    places: Points = ()
    arranged_by_provider: bool | None = None
    citizen_pays: Points = ()
    provider_pays_staff: bool | None = None
    outings_every: Duration | None = None


class PracticalHelp(TopicFacts):
    """Cleaning and other practical help."""

    level_section: str | None = None


class Length(TopicFacts):
    """How long a stay lasts."""

    temporary: bool | None = None
    as_a_rule_short: bool | None = None
    general_limit: bool | None = None
    longer_possible: bool | None = None


class Ending(TopicFacts):
    """When a stay ends."""

    always_ends_when: Points = ()
    ends_when: Points = ()
    depends_on: Points = ()


class FollowUp(TopicFacts):
    """How often the municipality looks at the grant again."""

    first: Duration | None = None
    first_after: Event | None = None
    then_every: Duration | None = None
    at_least_every: Duration | None = None
    as_needed: bool | None = None
    ongoing: bool | None = None
    support_adjusted: bool | None = None
    duty_to_report: Points = ()


class FreeChoice(TopicFacts):
    """How far a citizen chooses the facility."""

    free_choice: bool | None = None
    wish_possible: bool | None = None
    citizen_involved: bool | None = None
    municipality_decides: bool | None = None
    decided_by: Points = ()


class Providers(TopicFacts):
    """Which facilities can be used."""

    kinds: Points = ()
    own_first: bool | None = None
    named: tuple[Provider, ...] = ()
    overview: str | None = None


class QualityRequirements(TopicFacts):
    """What a facility must live up to."""

    approved_by_inspectorate: bool | None = None
    registered: bool | None = None


class Staff(TopicFacts):
    """Which training the staff mostly have."""

    mostly_trained_as: Points = ()


class Payment(TopicFacts):
    """What a citizen pays for."""

    pays_for: Points = ()
    optional: Points = ()
    may_include: Points = ()
    set_individually: bool | None = None
    from_income: bool | None = None
    no_income_no_charge: bool | None = None
    municipality_pays_stay: bool | None = None
    may_be_reduced: bool | None = None
    keeping_home_no_payment: bool | None = None


class Collections(TopicFacts):
    """Who collects the payment."""

    collections: tuple[Collection, ...] = ()


class Allowance(TopicFacts):
    """The least that must be left for private spending."""

    at_least: tuple[Amount, ...]


class KeepingHome(TopicFacts):
    """Payment while one's own home is kept."""

    no_payment_as_a_rule: bool


class Complaint(TopicFacts):
    """How the municipality handles a complaint, step by step."""

    within: Deadline
    reassessed: Deadline | None = None
    upheld_new_decision: Deadline | None = None
    partly_upheld_reply: Deadline | None = None
    kept_forwarded: Deadline | None = None
    rejected_forwarded: Deadline | None = None


class ApprovalFacts(TopicFacts):
    """Who has approved the standard; the bodies and dates themselves stand in `approvals` of the standard."""

    committee: str | None = None


class Topics(Strict):
    """All that one standard states, topic by topic; the keys are those of content/topics.yml."""

    definition: Definition | None = None
    purpose: Purpose | None = None
    legal_basis: LegalBasis | None = None
    eligibility: Eligibility | None = None
    application: Application | None = None
    contact: Contact | None = None
    processing_time: ProcessingTime | None = None
    assessment: Assessment | None = None
    decision: Decision | None = None
    start: Start | None = None
    acute: Acute | None = None
    goals: Goals | None = None
    activities: Activities | None = None
    scope: Scope | None = None
    not_included: NotIncluded | None = None
    respite: Respite | None = None
    combination: Combination | None = None
    leisure: Leisure | None = None
    holiday: Holiday | None = None
    practical_help: PracticalHelp | None = None
    duration: Length | None = None
    ending: Ending | None = None
    follow_up: FollowUp | None = None
    free_choice: FreeChoice | None = None
    providers: Providers | None = None
    quality_requirements: QualityRequirements | None = None
    staff: Staff | None = None
    payment: Payment | None = None
    collection: Collections | None = None
    allowance: Allowance | None = None
    keeping_home: KeepingHome | None = None
    complaint: Complaint | None = None
    approval: ApprovalFacts | None = None

    def stated(self) -> tuple[str, ...]:
        """The topics that this standard states, in the order of the catalogue."""
        return tuple(name for name in self.__fields__ if getattr(self, name) is not None)
