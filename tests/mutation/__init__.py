"""Changes the code in every way that mutmut knows, and tells which changes the tests notice: `make mutation`."""
