"""The DAGs of Tributary: one for each pipeline definition."""
