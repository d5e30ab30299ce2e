"""Every station pulls its day at once, beside nginx serving the same bytes from a file."""
