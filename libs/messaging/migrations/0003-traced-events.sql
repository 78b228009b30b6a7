-- Events are found by their id and by what they follow from. Ids sort by time, as the rows do: a block range index costs a writer nothing that
-- can be measured and leads a reader to a few hundred pages at most.
CREATE INDEX outbox_id ON outbox USING brin (id uuid_minmax_multi_ops, causation_id text_minmax_ops) WITH (pages_per_range = 64, autosummarize = on);
CREATE INDEX archive_id ON archive USING brin (id uuid_minmax_multi_ops, causation_id text_minmax_ops) WITH (pages_per_range = 64, autosummarize = on);

-- Who follows a trail over all services sees which events they took in, never what is in them.
GRANT SELECT (seq, type, region, service, audience, epoch, position, id, time, correlation_id, causation_id, orphaned) ON archive TO betang_observer;
