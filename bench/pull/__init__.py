"""Every station pulls its day at once, beside nginx serving the same bytes from a file."""

from scheduler.store import database

database.setup()  # the models that an office is made of need it
