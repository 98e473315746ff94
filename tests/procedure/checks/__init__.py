"""Tests of engine/procedure/checks."""
