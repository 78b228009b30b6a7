-- Records that could not be handed over because the region had no valid key: they go before anything later does.
ALTER TABLE transfer_out ADD COLUMN due boolean NOT NULL DEFAULT false;
