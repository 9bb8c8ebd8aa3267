"""The story, told in the order in which it happens: each module is one Prefect flow."""
