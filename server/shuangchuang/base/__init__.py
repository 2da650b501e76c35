"""What every other layer stands on: errors, names, settings, files. Imports nothing of ours."""
