"""What stations pull and tell back, behind their secret links: a plain application in front of Django."""
