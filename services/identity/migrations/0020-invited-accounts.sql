-- Accounts whose person was invited to choose a password and has not done so yet. A password that was set ends the invitation.
ALTER TABLE account ADD COLUMN invited_at timestamptz;
CREATE INDEX account_by_state ON account (state, account_id);
