"""What a station gets and what it tells back: sheets, the chain from release to air, links. Pure."""
