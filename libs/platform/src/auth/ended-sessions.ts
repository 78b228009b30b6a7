import { createHash } from 'node:crypto';

/** What of a token says whether it is over. */
export interface TokenOrigin {
  readonly subject: string;
  readonly session: string | undefined;
  /** Seconds since 1970. */
  readonly issuedAt: number;
}

/** Hash of a session or an account (`endedKey`), and when it was ended, in seconds since 1970. */
export type EndedList = Readonly<Record<string, number>>;

const RENEW_MS = 10_000;
/** With the time of a reading an ended session is over within the minute that verified tokens are remembered. */
const STALE_MS = 50_000;
const READ_MS = 5_000;

/** Where the issuer lists what was ended, below its address. */
export const ENDED_SESSIONS_PATH = '/ended-sessions';

/** The name of a session or an account in the list: nobody learns from it who signed in. */
export function endedKey(kind: 'session' | 'account', id: string): string {
  return createHash('sha256').update(`${kind}:${id}`).digest('base64url');
}

/**
 * The sessions that were ended while tokens of theirs were still good. The list is read again while tokens are verified; when it cannot be read the one
 * before stands, and the tokens end by their own short time.
 */
export class EndedSessions {
  private list: EndedList = {};
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly read: () => Promise<EndedList>,
    /** Counts milliseconds and is never put back: else the list would not be read until the clock has come round again. */
    private readonly clock: () => number = () => performance.now(),
  ) {}

  async includes({ subject, session, issuedAt }: TokenOrigin): Promise<boolean> {
    const age = this.clock() - this.readAt;
    if (age > RENEW_MS) this.reading ??= this.renew();
    if (age > STALE_MS) await this.reading;
    if (session !== undefined && this.list[endedKey('session', session)] !== undefined) return true;
    const before = this.list[endedKey('account', subject)];
    return before !== undefined && issuedAt < before;
  }

  /** Never fails: there is always the list before. */
  private async renew(): Promise<void> {
    try {
      this.list = await this.read();
    } catch {
      // Said above: tokens are short-lived, and a sign-in that is down must not take the services along.
    }
    this.readAt = this.clock();
    this.reading = undefined;
  }
}

/** Ended sessions as the region's own provider tells them. */
export function remoteEndedSessions(issuerUrl: string): EndedSessions {
  return new EndedSessions(async () => {
    const answer = await fetch(`${issuerUrl}${ENDED_SESSIONS_PATH}`, { signal: AbortSignal.timeout(READ_MS) });
    if (!answer.ok) throw new Error(`the list of ended sessions answers ${answer.status}`);
    return ((await answer.json()) as { ended: EndedList }).ended;
  });
}
