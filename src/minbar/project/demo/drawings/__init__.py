"""The compositions of the demo's pictures: each draws itself on a sheet from a few inks."""
