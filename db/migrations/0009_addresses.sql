-- Addresses are kept from now on. Graph's delta would tell them only when an account changes: it is asked for everybody once.
DELETE FROM directory_sync WHERE source = 'graph';
