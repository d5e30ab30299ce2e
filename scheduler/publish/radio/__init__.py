"""Radio stations: the carrier that releases scripts, the forms of a script sheet, and the ways to a station."""
