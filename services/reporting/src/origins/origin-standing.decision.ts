/** One line of numbered facts of an origin, as far as this service has it without a gap. */
export interface OriginLine {
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: number;
  readonly state: 'FLOWING' | 'FORKED' | 'STOPPED';
  readonly reason?: string;
  /** When the last event taken in was written, by the origin's clock. */
  readonly lastEventAt?: Date;
}

/** What is known of an origin's delivery. Each line is in its newest epoch. */
export interface OriginEvidence {
  readonly lines: readonly OriginLine[];
  /** Events that wait for a gap before them. */
  readonly held: number;
  /** Events set aside because they could not be handled, and when the first of them was written. */
  readonly parked: number;
  readonly firstParkedAt?: Date;
  /** Replays asked of it and not yet answered. */
  readonly replaysAsked: number;
}

/**
 * CURRENT: everything the origin had published when it was last heard is in the figures. INCOMPLETE: something is on its way or set aside.
 * STOPPED: a fork or the limit of parked events; nothing more is taken in. SILENT: it has never stated anything.
 */
export type OriginState = 'CURRENT' | 'INCOMPLETE' | 'STOPPED' | 'SILENT';

export interface OriginStanding {
  readonly state: OriginState;
  /** When the origin was last heard on any of its lines, by its own clock. */
  readonly heardAt?: Date;
  /** The figures hold everything up to here. */
  readonly asOf?: Date;
}

/** Which line the figures of a report come from. */
export interface FiguresLine {
  readonly service: string;
  readonly audience: string;
}

/** Totals of regions. */
export const STATEMENTS: FiguresLine = { service: 'learning-hours', audience: 'province' };
/** Hours of the region's own people. */
export const OWN_HOURS: FiguresLine = { service: 'learning-hours', audience: 'local' };

/**
 * How current the figures of an origin are. As long as nothing is missing they are as current as its newest sign of life on any line: heads
 * are stated even when nothing changes, and would reveal an event that was lost. Otherwise they are as old as the last event before the
 * trouble.
 */
export function standingOf(evidence: OriginEvidence, figures: FiguresLine, now: Date): OriginStanding {
  const heardAt = latest(evidence.lines.map((line) => line.lastEventAt));
  const heard = heardAt && { heardAt: notAfter(heardAt, now) };
  const line = evidence.lines.find(
    ({ service, audience }) => service === figures.service && audience === figures.audience,
  );
  if (!line) return { state: 'SILENT', ...heard };
  const state = stateOf(line, evidence);
  const asOf = state === 'CURRENT' ? heardAt : earliest([line.lastEventAt, evidence.firstParkedAt]);
  return { state, ...heard, ...(asOf && { asOf: notAfter(asOf, now) }) };
}

function stateOf(line: OriginLine, { held, parked, replaysAsked }: OriginEvidence): OriginState {
  if (line.state !== 'FLOWING') return 'STOPPED';
  return held + parked + replaysAsked > 0 ? 'INCOMPLETE' : 'CURRENT';
}

function latest(times: readonly (Date | undefined)[]): Date | undefined {
  return times.reduce((best, time) => (!best || (time && time > best) ? time : best), undefined);
}

function earliest(times: readonly (Date | undefined)[]): Date | undefined {
  return times.reduce((best, time) => (!best || (time && time < best) ? time : best), undefined);
}

/** An origin's clock may run ahead of ours: nothing is known of the future. */
function notAfter(time: Date, now: Date): Date {
  return time > now ? now : time;
}
