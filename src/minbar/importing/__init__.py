"""Pages and archives that come from elsewhere."""
