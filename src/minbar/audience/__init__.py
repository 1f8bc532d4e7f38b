"""How many people read a story, counted without keeping who they were."""
