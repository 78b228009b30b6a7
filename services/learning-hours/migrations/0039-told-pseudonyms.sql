-- Under which version of the region's key of pseudonyms the province was told of persons last; no row where it was told of nobody. While it is told who has which
-- new name, `through` is the last person whose name it was told.
CREATE TABLE told_pseudonym (
  one     boolean     PRIMARY KEY DEFAULT true CHECK (one),
  version integer     NOT NULL CHECK (version > 0),
  through uuid,
  told_at timestamptz NOT NULL DEFAULT now()
);

-- Until now a region had one key for good. Who opted out is told by what was published.
INSERT INTO told_pseudonym (version)
SELECT 1 WHERE EXISTS (SELECT 1 FROM stated_purpose WHERE audience = 'province' AND purpose = 'learner-level-analysis')
   OR EXISTS (SELECT 1 FROM outbox WHERE destination = 'hub'
                 AND type IN ('betang.learning-hours.learner-hours-shared.v1', 'betang.learning-hours.opening-balance-stated.v1'));
