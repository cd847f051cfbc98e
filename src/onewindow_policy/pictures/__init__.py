"""Pictures that somebody sends: how large they are, before anything decodes them."""
