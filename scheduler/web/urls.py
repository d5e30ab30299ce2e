"""Addresses of the web shell."""

from django.urls import path

from scheduler.web.health import health

urlpatterns = [path("health", health, name="health")]
