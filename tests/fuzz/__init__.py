"""Spoilt procedures and hostile conditions by the million: `make fuzz`, `make conditions`."""
