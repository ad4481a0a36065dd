"""Door 2: REST under /api/v1, a router per matter. Tokens only, the rights of the token's person, JSON in and out."""
