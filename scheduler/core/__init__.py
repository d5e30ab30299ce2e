"""The rules of the house: pure functions and values. No files, network, database, Django or clock."""
