"""How somebody gets in: passwords, second factors, passkeys, links, identity providers, applications that ask."""
