import { COMPLETENESS_DATASETS, DataCompletenessStated } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { loadCompleteness, type AgencyCompleteness } from '../completeness/completeness.js';
import { protectSmall } from './protect-small.decision.js';
import type { Statable } from './statement-book.js';

/** As the province is told it, small agencies merged. */
export async function completenessStatements(db: SqlClient, year: number): Promise<Statable[]> {
  return protectSmall(await loadCompleteness(db, year), together).map(statable);
}

/** What is said of an agency that is no more, or went into the rest. */
export function noData(subject: string): Statable {
  const datasets = COMPLETENESS_DATASETS.map((dataset) => ({ dataset, expected: 0, filled: 0, lastFilledAt: null }));
  return statable({ agencyId: subject === 'rest' ? null : subject, name: null, people: 0, datasets });
}

function statable({ agencyId, people, datasets }: AgencyCompleteness): Statable {
  const subject = agencyId ?? 'rest';
  const content = {
    agencyId,
    people,
    datasets: datasets.map(({ dataset, expected, filled }) => ({ dataset, expected, filled })),
  };
  return {
    subject,
    content,
    event: (statement, asOf) =>
      DataCompletenessStated.create({
        subject,
        time: asOf,
        data: { agencyId, statement, asOf: asOf.toISOString(), people, datasets: datasets.map((row) => ({ ...row })) },
      }),
  };
}

function together(rest: readonly AgencyCompleteness[]): AgencyCompleteness {
  return {
    agencyId: null,
    name: null,
    people: rest.reduce((sum, { people }) => sum + people, 0),
    datasets: COMPLETENESS_DATASETS.map((dataset) => {
      const rows = rest.flatMap(({ datasets }) => datasets.filter((row) => row.dataset === dataset));
      const ends = rows.flatMap(({ lastFilledAt }) => lastFilledAt ?? []).sort();
      return {
        dataset,
        expected: rows.reduce((sum, row) => sum + row.expected, 0),
        filled: rows.reduce((sum, row) => sum + row.filled, 0),
        lastFilledAt: ends.at(-1) ?? null,
      };
    }),
  };
}
