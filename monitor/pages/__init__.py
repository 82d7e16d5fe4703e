"""Articles' pages: asked for one after another, and what their text completes."""
