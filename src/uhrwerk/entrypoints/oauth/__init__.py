"""OAuth 2, once for all faces: a face says which scopes it has and where its endpoints are (a `Realm`)."""
