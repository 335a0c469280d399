"""How the site is put together: environment in, settings, routes and servers out."""
