"""The country: 700 pages and 11,000 stations, a month of 1,000,000 posts, beside one APScheduler job per post."""
