"""What readers see: templates, style, scripts, data for machines; composed of all rooms below."""
