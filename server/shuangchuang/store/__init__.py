"""RDF files to an answering engine. Imports base only."""
