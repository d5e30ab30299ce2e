"""Measurements: what the product promises about speed and memory, held against what it does here and now."""
