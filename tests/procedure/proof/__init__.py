"""Tests of engine/procedure/proof."""
