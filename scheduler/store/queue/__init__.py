"""The queue: the only writer of a post's state."""
