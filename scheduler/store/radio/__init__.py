"""Stations: their links, what they fetched, received and aired, and what waits for their word."""
