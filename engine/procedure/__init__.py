"""Procedures as the office wrote them: source, schema, model, build, check (read in that order)."""
