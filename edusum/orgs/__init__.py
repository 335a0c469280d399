"""Bureaus, departments and memberships come in; who may do what where goes out."""
