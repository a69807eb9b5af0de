"""How the starter packs are made, from text to weights. Run by `make packs`; never imported by the service."""
