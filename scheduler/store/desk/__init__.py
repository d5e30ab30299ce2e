"""What the desk's pages show, read with few questions. Each takes the posts that a person may see, already chosen."""
