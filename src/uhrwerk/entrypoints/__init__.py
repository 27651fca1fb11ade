"""The faces: decode, call one operation, encode. No SQL, no rules."""
