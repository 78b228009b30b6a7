import type { SeededRandom } from '../generator/seeded-random.js';
import type { CompletionRequest } from './acceptance-record.js';

interface Rate {
  readonly code: string;
  /** Hundredths of a JP for the amount, by scope. */
  readonly hours: (quantity: number, international: boolean) => number;
  /** Hundredths of the path's unit. */
  readonly quantities: readonly number[];
}

/** PerLAN 10/2018, written down a second time on purpose. Paths without caps: the order of completions must not matter to what they are worth. */
const RATES: readonly Rate[] = [
  { code: 'KL03', quantities: [400, 800, 1250], hours: (jp, abroad) => (abroad ? Math.floor((jp * 120) / 100) : jp) },
  { code: 'KL06', quantities: [100], hours: (days, abroad) => days * (abroad ? 6 : 4) },
  { code: 'NKL13', quantities: [150, 300], hours: (jp) => jp },
];

/** A completion of today by one of these people. */
export function drawCompletion(
  random: SeededRandom,
  from: { readonly region: string; readonly people: readonly string[]; readonly day: string; readonly key: string },
): CompletionRequest {
  const { code, quantities, hours } = random.pick(RATES);
  const [employeeId, quantityHundredths, international] = [
    random.pick(from.people),
    random.pick(quantities),
    random.chance(0.2),
  ];
  return {
    key: from.key,
    region: from.region,
    employeeId,
    hours: hours(quantityHundredths, international),
    body: {
      employeeId,
      title: `Pelatihan rekaan ${from.key}`,
      organiser: 'BPSDM (rekaan)',
      pathCode: code,
      scope: international ? 'INTERNATIONAL' : 'NATIONAL',
      quantityHundredths,
      startedOn: from.day,
      completedOn: from.day,
    },
  };
}
