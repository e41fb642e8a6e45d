"""The gate: what is expected of the files that landed and of the tables to publish, judged by Great Expectations."""
