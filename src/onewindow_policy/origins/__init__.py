"""Which site's page had a browser send something, as far as the browser says so."""
