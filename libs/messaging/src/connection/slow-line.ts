/**
 * The slowest line that a region is to work over is one of 64 kbit/s, 8,000 bytes a second. The largest message takes 41 seconds on it, and whatever shares
 * the line waits behind it: an acknowledgement, an answer, the sign that the other side is there. Nothing on the way to the hub is given up sooner: the usual
 * ten seconds cut such a line off again and again, and the message never gets through.
 */
export const LINE_PATIENCE_SECONDS = 60;

const PINGS = 3;

export interface Patience {
  /** For all of a sign-in; over TLS question and answer go to and fro four times. */
  readonly connectMs: number;
  /** The client counts pings that are not answered, whatever else comes in meanwhile. */
  readonly pings: { readonly pingInterval: number; readonly maxPingOut: number };
  /** An acknowledgement is waited for so long, and longer by what is on its way before it. */
  readonly answerMs: number;
  readonly bytesPerSecond: number;
}

export const AT_HOME: Patience = {
  connectMs: 10_000,
  pings: { pingInterval: 5_000, maxPingOut: 2 },
  answerMs: 12_000,
  bytesPerSecond: Infinity,
};

/** An acknowledgement comes behind what the link is bringing down. */
export const SLOW_LINE: Patience = {
  connectMs: 30_000,
  pings: { pingInterval: (LINE_PATIENCE_SECONDS / PINGS) * 1_000, maxPingOut: PINGS },
  answerMs: 30_000,
  bytesPerSecond: 8_000,
};
