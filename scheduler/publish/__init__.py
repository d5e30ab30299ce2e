"""The outside world, and nothing but: how posts are carried to Facebook, to stations, and wherever else."""
