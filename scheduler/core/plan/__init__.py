"""The planner: a campaign becomes slots. Pure and deterministic; `plan` is the way in."""

from scheduler.core.plan.booking import Booked, Booking, nothing_booked
from scheduler.core.plan.parts import Part, parts
from scheduler.core.plan.planner import Planner, plan, plan_days

__all__ = ["Booked", "Booking", "Part", "Planner", "nothing_booked", "parts", "plan", "plan_days"]
