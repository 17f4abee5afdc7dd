"""Tests of the mother rooms."""
