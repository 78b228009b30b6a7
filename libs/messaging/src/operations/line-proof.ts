import type { LineReceipt } from './region-lines.js';

/**
 * `complete`: everything that was sent is received, with an equal chain. `underway`: what is received is proven, more is on its way. `unconfirmed`:
 * the receiver has not said anything yet. `not-proven`: something is set aside, held, forked, or the chains differ.
 */
export type ProofState = 'complete' | 'underway' | 'unconfirmed' | 'not-proven';
export type ProofObstacle = 'parked' | 'held' | 'forked' | 'stopped' | 'chain-differs' | 'ahead-of-sender';

/** What one receiver has of a line, over all of its readers: the worst of them counts. */
export interface LineProof {
  readonly receiver: string;
  readonly state: ProofState;
  readonly obstacles: readonly ProofObstacle[];
  readonly sent: number;
  /** Position up to which every reader has all. */
  readonly received: number;
  /** Undefined where the sender cannot say any more what its chain was there. */
  readonly chainEqual?: boolean;
  readonly parked: number;
  readonly held: number;
  readonly readers: readonly string[];
  /** The oldest of the statements that this is drawn from. */
  readonly asOf: Date | null;
}

export interface SentLine {
  readonly position: number;
  /**
   * Events at the end of the line that are statements of heads and receipts: each makes the next one necessary, so that they are never all
   * confirmed, and nothing is lost with them.
   */
  readonly statements: number;
}

/**
 * Draws the proof of no loss (DESIGN 4.8) for one receiver of a line. Pure. `chainAt` is the sender's chain at a position.
 * With anything parked or held it is no proof, and says so.
 */
export function proveLine(
  receiver: string,
  sent: SentLine,
  receipts: readonly LineReceipt[],
  chainAt: (position: number) => string | undefined,
): LineProof {
  const worst = receipts.reduce<LineReceipt | undefined>((a, b) => (a && a.position <= b.position ? a : b), undefined);
  const [parked, held] = [Math.max(0, ...receipts.map((r) => r.parked)), Math.max(0, ...receipts.map((r) => r.held))];
  const readers = receipts.map(({ reader }) => reader).sort();
  const base = { receiver, sent: sent.position, received: worst?.position ?? 0, parked, held, readers };
  if (!worst) return { ...base, state: sent.position === 0 ? 'complete' : 'unconfirmed', obstacles: [], asOf: null };
  const chains = receipts
    .filter(({ position }) => position > 0)
    .map(({ position, chain }) => compare(chain, chainAt(position)));
  const obstacles = obstaclesOf(receipts, { parked, held, differs: chains.includes(false), sent: sent.position });
  const chainEqual = chains.includes(false) ? false : chains.every((equal) => equal === true) ? true : undefined;
  const asOf = new Date(Math.min(...receipts.map((receipt) => receipt.asOf.getTime())));
  const isComplete = worst.position >= sent.position - sent.statements;
  const state = obstacles.length > 0 ? 'not-proven' : isComplete ? 'complete' : 'underway';
  return { ...base, state, obstacles, asOf, ...(chainEqual === undefined ? {} : { chainEqual }) };
}

/** A reader may have a relay's largest batch before the relay has noted its acknowledgement. */
const IN_FLIGHT = 500;

function compare(chain: string, own: string | undefined): boolean | undefined {
  return own === undefined ? undefined : own === chain;
}

function obstaclesOf(
  receipts: readonly LineReceipt[],
  found: { parked: number; held: number; differs: boolean; sent: number },
): ProofObstacle[] {
  const has = (state: string): boolean => receipts.some((receipt) => receipt.state === state);
  const all: [ProofObstacle, boolean][] = [
    ['forked', has('FORKED')],
    ['stopped', has('STOPPED')],
    ['chain-differs', found.differs],
    ['ahead-of-sender', receipts.some(({ position }) => position > found.sent + IN_FLIGHT)],
    ['parked', found.parked > 0],
    ['held', found.held > 0],
  ];
  return all.filter(([, applies]) => applies).map(([obstacle]) => obstacle);
}
