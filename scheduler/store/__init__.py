"""What happened: posts, their transitions, approvals and attempts, in SQLite or PostgreSQL."""
