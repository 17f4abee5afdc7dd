"""Migrations, few and named."""
