"""The BHXH communication scheduler: policy messages to fanpages and village loudspeakers."""
