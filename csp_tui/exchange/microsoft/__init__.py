"""Files of Microsoft: recognized by header or JSON shape, read as resale evidence or partners."""
