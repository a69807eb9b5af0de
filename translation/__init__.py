"""Text in, text out: engines, language packs and the protection of figures. Knows no Django."""
