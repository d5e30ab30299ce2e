"""Commands of Django that have to know config.yaml."""
