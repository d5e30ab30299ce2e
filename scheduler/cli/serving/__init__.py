"""What `bhxh run` runs: a supervisor with a worker child and a web child."""
