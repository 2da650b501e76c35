"""HTTP: routes, negotiation, pages. Imports services, store and base."""
