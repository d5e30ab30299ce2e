"""The planner: a campaign becomes slots. Pure and deterministic; `plan` is the way in."""

from scheduler.core.plan.booking import Booked, Booking, nothing_booked
from scheduler.core.plan.planner import plan, plan_days

__all__ = ["Booked", "Booking", "nothing_booked", "plan", "plan_days"]
