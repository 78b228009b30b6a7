-- What comes twice is stopped by the watermark, which moves in the archive's own transaction. The index behind this rule cost as much as the
-- row itself, so it stays for shared lines alone, which are looked at by position; home lines, most of the rows, do without.
ALTER TABLE archive DROP CONSTRAINT archive_region_service_audience_epoch_position_key;
CREATE UNIQUE INDEX archive_shared_line ON archive (region, service, audience, epoch, position) WHERE audience <> 'local';
