"""Writing at the desk: what the form holds, and how it will look on each channel."""
