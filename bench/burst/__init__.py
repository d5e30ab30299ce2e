"""A burst: 1,000 posts due together, with and without 3,000,000 others waiting in the same database."""
