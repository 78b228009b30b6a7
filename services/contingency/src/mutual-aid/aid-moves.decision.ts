import { AppError } from '@betang/platform';
import type { AidCase, AidLine, AidState } from './aid-case.js';

export interface LineQuantity {
  readonly lineId: string;
  readonly quantity: number;
}

/** Who makes a move: the region that asked, or the one that was asked. */
export type AidSide = 'ASKER' | 'HELPER';

export type AidMove =
  | {
      readonly kind: 'offer';
      readonly lines: readonly LineQuantity[];
      readonly availableFrom: string;
      readonly availableUntil: string;
      readonly conditions: string | null;
    }
  | { readonly kind: 'accept'; readonly lines: readonly LineQuantity[] }
  | { readonly kind: 'decline'; readonly by: string; readonly reason: string }
  | {
      readonly kind: 'return';
      readonly number: number;
      readonly lines: readonly LineQuantity[];
      readonly final: boolean;
    };

interface MoveRule {
  readonly sides: readonly AidSide[];
  /** States in which the side may make the move itself. */
  readonly from: readonly AidState[];
  /**
   * States in which the other side takes it all the same, because both spoke before they heard each other: a decline stands against an acceptance that
   * crossed it, and against a return of what never came. Nothing else changes a case that is closed.
   */
  readonly crossing: readonly AidState[];
}

const MOVES: Readonly<Record<AidMove['kind'], MoveRule>> = {
  offer: { sides: ['HELPER'], from: ['ASKED'], crossing: [] },
  accept: { sides: ['ASKER'], from: ['OFFERED'], crossing: [] },
  decline: { sides: ['ASKER', 'HELPER'], from: ['ASKED', 'OFFERED'], crossing: ['ACCEPTED', 'RETURNED'] },
  return: { sides: ['ASKER'], from: ['ACCEPTED'], crossing: [] },
};

/**
 * The case after a move of our own. Where the other region has left the federation nobody answers any more: then a decline ends the case also after help went
 * out. Throws `aid-step-refused` (409), `aid-not-ours` (409), `aid-quantities-refused` (422).
 */
export function makeMove(aid: AidCase, move: AidMove, { otherLeft = false } = {}): AidCase {
  const side = aid.direction === 'ASKED' ? 'ASKER' : 'HELPER';
  const rule = MOVES[move.kind];
  if (!rule.sides.includes(side)) throw new AppError('aid-not-ours', { status: 409, params: { step: move.kind } });
  const from: readonly AidState[] = otherLeft && move.kind === 'decline' ? [...rule.from, 'ACCEPTED'] : rule.from;
  if (!from.includes(aid.state))
    throw new AppError('aid-step-refused', { status: 409, params: { state: aid.state, step: move.kind } });
  assertQuantities(aid, move);
  return applied(aid, move);
}

/**
 * The case after a move that the other region told of. What does not fit any more (it crossed a move of ours, or came twice) leaves the case as it is, so that
 * both sides come to the same state in whatever order they hear each other.
 */
export function receiveMove(aid: AidCase, move: AidMove): AidCase {
  const sender = aid.direction === 'ASKED' ? 'HELPER' : 'ASKER';
  const rule = MOVES[move.kind];
  const fits = rule.sides.includes(sender) && [...rule.from, ...rule.crossing].includes(aid.state);
  if (!fits || (move.kind === 'return' && move.number !== aid.returns + 1)) return aid;
  return applied(aid, move);
}

function applied(aid: AidCase, move: AidMove): AidCase {
  switch (move.kind) {
    case 'offer': {
      const { availableFrom, availableUntil, conditions } = move;
      const lines = withQuantities(aid.lines, move.lines, (line, quantity) => ({ ...line, offered: quantity }));
      return { ...aid, state: 'OFFERED', lines, availableFrom, availableUntil, conditions };
    }
    case 'accept':
      return {
        ...aid,
        state: 'ACCEPTED',
        lines: withQuantities(aid.lines, move.lines, (line, quantity) => ({
          ...line,
          accepted: Math.min(quantity, line.offered),
        })),
      };
    case 'decline':
      return { ...aid, state: 'DECLINED', declinedBy: move.by, reason: move.reason };
    case 'return': {
      const lines = withQuantities(aid.lines, move.lines, (line, quantity) => ({
        ...line,
        returned: Math.min(line.accepted, line.returned + quantity),
      }));
      const all = lines.every(({ accepted, returned }) => returned >= accepted);
      return { ...aid, state: move.final || all ? 'RETURNED' : 'ACCEPTED', lines, returns: move.number };
    }
  }
}

function withQuantities(
  lines: readonly AidLine[],
  quantities: readonly LineQuantity[],
  change: (line: AidLine, quantity: number) => AidLine,
): AidLine[] {
  const byLine = new Map(quantities.map(({ lineId, quantity }) => [lineId, quantity]));
  return lines.map((line) => change(line, byLine.get(line.lineId) ?? 0));
}

/** Most of each line that a move may name. */
const MOST: Readonly<Partial<Record<AidMove['kind'], (line: AidLine) => number>>> = {
  offer: ({ quantity }) => quantity,
  accept: ({ offered }) => offered,
  return: ({ accepted, returned }) => accepted - returned,
};

function assertQuantities(aid: AidCase, move: AidMove): void {
  if (move.kind === 'decline') return;
  const known = new Map(aid.lines.map((line) => [line.lineId, line]));
  const most = MOST[move.kind]!;
  const bad = move.lines.flatMap(({ lineId, quantity }, index) => {
    const line = known.get(lineId);
    return line && quantity <= most(line) ? [] : [{ field: `lines[${index}]`, code: 'aid.quantity' }];
  });
  const says = move.kind === 'return' && move.final;
  const nothing = !says && move.lines.every(({ quantity }) => quantity === 0);
  const twice = new Set(move.lines.map(({ lineId }) => lineId)).size !== move.lines.length;
  const errors = [...bad, ...(nothing || twice ? [{ field: 'lines', code: 'aid.quantity' }] : [])];
  if (errors.length > 0) throw new AppError('aid-quantities-refused', { status: 422, errors });
}
