import { SittingAnswered, type NewEvent, type SittingHandedIn, type SittingRequested } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Sittings } from '../tests/sittings.js';
import { answersOf } from './sitting-answers.js';

const GUEST = `SELECT 1 FROM guest_enrolment WHERE enrolment_id = $1 AND home_region = $2`;
const INSERT = `INSERT INTO guest_sitting (attempt_id, enrolment_id, test_id, home_region) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
const FIND = `SELECT attempt_id AS "attemptId", enrolment_id AS "enrolmentId", answer, told->>'state' AS state FROM guest_sitting
  WHERE attempt_id = $1 AND home_region = $2 FOR UPDATE`;
const KEEP = `UPDATE guest_sitting SET answer = $2, told = $3 WHERE attempt_id = $1`;

interface Asked {
  readonly attemptId: string;
  readonly enrolmentId: string;
  readonly answer: number;
  readonly state: SittingAnswered['state'] | null;
}
type Word = Pick<SittingAnswered, 'state' | 'reason' | 'paper' | 'score'>;

/** Host: draws papers for guests and marks what they answered; right answers never leave. */
@Injectable()
export class GuestSittings {
  constructor(
    private readonly sittings: Sittings,
    private readonly outbox: Outbox,
  ) {}

  /** Asked by another region than the guest's, or twice, it does nothing. */
  async draw(tx: Transaction, region: string, { attemptId, enrolmentId, testId }: SittingRequested): Promise<void> {
    if ((await tx.query(GUEST, [enrolmentId, region])).length === 0) return;
    if ((await tx.execute(INSERT, [attemptId, enrolmentId, testId, region])) === 0) return;
    const word = await answered(async (): Promise<Word> => {
      const actor = `region:${region}`;
      const { number, opensAt, closesAt, minutes, questions } = await this.sittings.draw(
        tx,
        testId,
        enrolmentId,
        attemptId,
        actor,
      );
      const window = { number, opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString(), minutes };
      const paper = { ...window, questions } as NonNullable<Word['paper']>;
      return { state: 'DRAWN', reason: null, paper, score: null };
    });
    await this.tell(tx, region, attemptId, word);
  }

  /** Only what was drawn and not ended yet is marked. */
  async mark(tx: Transaction, region: string, handedIn: SittingHandedIn): Promise<void> {
    const { attemptId, startedAt, handedInAt, answers } = handedIn;
    const [asked] = await tx.query<Asked>(FIND, [attemptId, region]);
    if (asked?.state !== 'DRAWN') return;
    const word = await answered(async (): Promise<Word> => {
      const times = { startedAt: new Date(startedAt), handedInAt: new Date(handedInAt) };
      const actor = `region:${region}`;
      const score = await this.sittings.markFromHome(tx, attemptId, times, answersOf(answers), actor);
      return { state: 'SCORED', reason: null, paper: null, score };
    });
    await this.tell(tx, region, attemptId, word);
  }

  private async tell(tx: Transaction, region: string, attemptId: string, word: Word): Promise<void> {
    const [asked] = await tx.query<Asked>(FIND, [attemptId, region]);
    const { enrolmentId, answer } = asked!;
    const data: SittingAnswered = { attemptId, enrolmentId, answer: answer + 1, ...word };
    await tx.execute(KEEP, [attemptId, data.answer, JSON.stringify(data)]);
    await this.outbox.append(tx, [sittingAnswered(region, data)]);
  }
}

/** What the rules refuse is an answer too; anything else is for the delivery to try again. */
async function answered(work: () => Promise<Word>): Promise<Word> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return { state: 'REFUSED', reason: error.code, paper: null, score: null };
  }
}

export function sittingAnswered(homeRegion: string, data: SittingAnswered): NewEvent {
  const to = `to.${regionToken(homeRegion)}` as const;
  return SittingAnswered.create({ subject: data.enrolmentId, data, to }) as unknown as NewEvent;
}
