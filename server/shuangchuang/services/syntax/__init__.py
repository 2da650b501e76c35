"""RDF texts as people write them: read with their places, written in house style."""
