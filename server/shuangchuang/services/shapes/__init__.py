"""Tells what the shapes and rules ask for, with examples."""
