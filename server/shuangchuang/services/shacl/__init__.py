"""Judges by SHACL shapes: screens, narrows down, and lets pySHACL decide."""
