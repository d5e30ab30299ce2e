"""The entry that granian serves: Django over the database that the environment names."""

import os

from django.core.wsgi import get_wsgi_application

from scheduler.store import database

database.use(os.environ["BHXH_DATABASE_URL"])
application = get_wsgi_application()
