"""One report, written for people and for programs."""
