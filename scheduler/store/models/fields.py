"""What columns of several tables share."""

NAME = 200
"""Length of names and keys: campaign/channel/lang/time/ordinal fits well."""
