import { AppError } from '@betang/platform';
import { originKey, type Origin } from '../reader/watermark.js';
import { mayReplay } from '../replay/replay-answers.js';
import { regionToken } from '../topology/region-token.js';

/** A line that something is known of here. */
export interface KnownLine extends Origin {
  /** Highest position that is known to exist. */
  readonly end: number;
}

/** What a service's reader knows of others when an operator orders a replay. */
export interface ReplayKnowledge {
  /** The region of the reader. */
  readonly home: string;
  /** Epochs of every region, the present one of each first. */
  readonly epochs: readonly Pick<Origin, 'region' | 'epoch'>[];
  readonly lines: readonly KnownLine[];
}

interface Order extends Origin {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Holds an order against what is known, name by name, before anything is asked: a line that is mistyped has nothing to be missing, and whoever is asked
 * for it never answers. Pure.
 * @throws AppError 422, each with the field and with what there is: `replay-origin-unknown`, `replay-audience-not-ours`, `replay-epoch-unknown`,
 * `replay-line-unknown`, `replay-range-reversed`, `replay-beyond-end`
 */
export function assertOrderable(order: Order, { home, epochs, lines }: ReplayKnowledge): void {
  const { region, audience, epoch, service } = order;
  const regions = namesOf([...epochs, ...lines].map((one) => one.region)).sort();
  if (!regions.includes(region)) refuse('replay-origin-unknown', 'region', { known: shown(regions) });
  if (!mayReplay(home, region, audience))
    refuse('replay-audience-not-ours', 'audience', { region, known: audiencesFrom(region, home).join(', ') });
  const ofRegion = lines.filter((line) => line.region === region);
  const known = namesOf([...epochs.filter((one) => one.region === region), ...ofRegion].map((one) => one.epoch));
  if (!known.includes(epoch)) refuse('replay-epoch-unknown', 'epoch', { region, known: shown(known) });
  const line = ofRegion.find((one) => originKey(one) === originKey(order));
  if (line === undefined) {
    const others = ofRegion.filter((one) => one.epoch === epoch).map((one) => `${one.service} ${one.audience}`);
    return refuse('replay-line-unknown', 'service', {
      region,
      service,
      audience,
      known: shown(namesOf(others).sort()),
    });
  }
  assertRange(order, line.end);
}

function assertRange({ from, to }: Order, end: number): void {
  if (from !== undefined && to !== undefined && from > to) refuse('replay-range-reversed', 'from', { to });
  if (from !== undefined && from > end) refuse('replay-beyond-end', 'from', { position: end });
  if (to !== undefined && to > end) refuse('replay-beyond-end', 'to', { position: end });
}

/** Audiences of another region that this one belongs to. */
function audiencesFrom(region: string, home: string): string[] {
  return ['federation', 'province', `to.${regionToken(home)}`].filter((audience) => mayReplay(home, region, audience));
}

function namesOf(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function shown(names: readonly string[]): string {
  return names.length === 0 ? '-' : names.join(', ');
}

function refuse(code: string, field: string, params: Readonly<Record<string, string | number>>): never {
  throw new AppError(code, { status: 422, field, params });
}
