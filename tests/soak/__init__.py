"""Killing workers under a failing Facebook, and proving afterwards that every post went out exactly once.

`trial.run` is the whole of it: an office in a folder of its own, Graph as a process of its own, workers behind a
relay that kills them at seeded moments, and at the end the evidence, which `judge` compares point by point.
"""

from scheduler.store import database

database.setup()
