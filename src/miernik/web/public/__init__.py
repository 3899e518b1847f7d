"""The portal: what everybody may read."""
