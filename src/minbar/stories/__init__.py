"""The newspaper itself: front page, sections, stories, desks, authors and photos."""
