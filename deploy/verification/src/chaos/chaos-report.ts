import type { ChaosSettings } from './chaos-settings.js';
import { countOf, isSound, type Verdict } from './quiescence.js';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Wrong reports and chains count as lost: whoever reads them does not get what was accepted. */
export function figuresOf(verdict: Verdict, faults: number): Figure[] {
  const { accepted, lost, doubled, reports, chains, held, parked, strangers } = verdict;
  return [
    { name: 'chaos.faults', value: faults, unit: 'faults' },
    { name: 'chaos.accepted', value: accepted, unit: 'completions' },
    {
      name: 'chaos.lost',
      value: lost.length + reports.length + chains.length + countOf(held) + strangers.length,
      unit: 'rows',
    },
    { name: 'chaos.doubled', value: doubled.length, unit: 'rows' },
    { name: 'chaos.parked', value: parked, unit: 'events' },
  ];
}

const SHOWN = 40;

/** What a person reads at the end: the figures, what is wrong, and how to see it again. */
export function verdictText(verdict: Verdict, run: Repeatable): string {
  const wrong = [
    ...verdict.lost.map((text) => `lost: ${text}`),
    ...verdict.doubled.map((text) => `doubled: ${text}`),
    ...verdict.reports.map((text) => `wrong ${text}`),
    ...verdict.chains.map((text) => `unequal: ${text}`),
    ...verdict.strangers.map((text) => `parked without reason: ${text}`),
    ...verdict.held.map(({ count, where }) => `${count} events are still held: ${where}`),
  ];
  return [
    '',
    ...figuresOf(verdict, run.faults).map(({ name, value, unit }) => `${name.padEnd(16)} ${value} ${unit}`),
    ...wrong.slice(0, SHOWN),
    ...(wrong.length > SHOWN ? [`… and ${wrong.length - SHOWN} more`] : []),
    isSound(verdict)
      ? 'Tidak ada yang hilang, tidak ada yang ganda, semua rantai sama. / Nothing lost, nothing doubled, all chains equal.'
      : 'ADA YANG SALAH. / SOMETHING IS WRONG.',
    againWith(run),
  ].join('\n');
}

type Repeatable = Pick<ChaosSettings, 'seed' | 'faults' | 'mode' | 'only'>;

/** The command line that does the same again. */
function againWith({ seed, faults, mode, only }: Repeatable): string {
  const kinds = only.length === 0 ? '' : ` --only ${only.join(',')}`;
  return `npm run chaos -- --seed ${seed} --faults ${faults}${mode === 'all' ? '' : ` --mode ${mode}`}${kinds}`;
}
