"""What the project knows how to do, without HTTP. Imports store and base."""
