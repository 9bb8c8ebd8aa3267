"""The verbs: Prefect tasks that touch the world. `tasks.core` holds the nouns and never imports Prefect."""
