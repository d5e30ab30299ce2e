"""The shell on the command line: `bhxh`, also `python -m scheduler`."""
