import type { Category } from '../resources/resource-rows.js';
import { Table } from '../database/table.js';

/** ASKED for, OFFERED, ACCEPTED and on its way or there, RETURNED; DECLINED by either side before help went out. */
export type AidState = 'ASKED' | 'OFFERED' | 'ACCEPTED' | 'RETURNED' | 'DECLINED';

/** One line of help, with what became of it. People are a number. */
export interface AidLine {
  readonly lineId: string;
  readonly category: Category;
  readonly item: string;
  readonly unit: string;
  readonly quantity: number;
  readonly offered: number;
  readonly accepted: number;
  readonly returned: number;
}

/** Help between this region and another one. Both sides keep the case, each from its own side. */
export interface AidCase {
  readonly aidId: string;
  /** ASKED: this region asked; GIVEN: it was asked. */
  readonly direction: 'ASKED' | 'GIVEN';
  readonly otherRegion: string;
  readonly emergencyId: string | null;
  readonly hazardCode: string;
  readonly title: string;
  readonly neededBy: string;
  readonly meetingPoint: string;
  readonly state: AidState;
  readonly lines: readonly AidLine[];
  readonly availableFrom: string | null;
  readonly availableUntil: string | null;
  readonly conditions: string | null;
  /** Returns so far. */
  readonly returns: number;
  readonly declinedBy: string | null;
  readonly reason: string | null;
  readonly changedAt: Date;
}

/** What was said in a case by either side, in the order in which it came here. */
export interface AidMessage {
  readonly aidId: string;
  readonly number: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly saidAt: Date;
  /** False: the other region said it. */
  readonly own: boolean;
  /** Account; of own words only. */
  readonly saidBy: string | null;
  /** The event by which it was told; null: it was not, for the other region had left. */
  readonly eventId: string | null;
  readonly heardAt: Date | null;
  /** False: it crossed a word of ours, and changed nothing. */
  readonly taken: boolean;
}

export const AID = new Table<AidCase>('aid', 'aidId', { json: ['lines'] });
export const AID_MESSAGES = new Table<AidMessage>('aid_message', 'aidId', { json: ['data'] });
