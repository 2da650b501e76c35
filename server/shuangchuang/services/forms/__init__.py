"""Forms for the commonest contributions, made from the shapes."""
