"""What readers see: templates, style, scripts and machine-readable data, composed of all rooms below."""
