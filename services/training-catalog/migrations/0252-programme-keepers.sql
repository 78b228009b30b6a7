-- Who sees to a programme (penanggung jawab): the employee who drafted, took over, followed, forked or published it last. Null: an account of no employee did.
ALTER TABLE programme ADD COLUMN keeper_id uuid;
