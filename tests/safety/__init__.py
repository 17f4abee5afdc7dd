"""Tests of the safety floor."""
