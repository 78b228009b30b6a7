import { pause, type Bus } from '../connection/bus.js';
import { DeliveryError } from '../delivery-error.js';
import { HubFetch, type HubMessage } from './hub-fetch.js';
import { InboundCopy } from './inbound-copy.js';

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 3_000;

export interface LinkProgress {
  /** `stopped` also in a process where another instance runs the link. */
  state: 'connecting' | 'linked' | 'retrying' | 'stopped';
  /** Code of what keeps it from linking, while it lasts. */
  problem?: string;
  copied: number;
  hubSequence: number;
  lastFetch?: Date;
}

/**
 * The way down: copies what the hub has for this region into its INBOUND stream, then acknowledges. The region dials; nothing ever dials
 * the region. One instance at a time (it runs with identity's leadership).
 */
export class Link {
  readonly progress: LinkProgress = { state: 'stopped', copied: 0, hubSequence: 0 };
  private failures = 0;

  constructor(
    private readonly ports: {
      readonly region: string;
      readonly hub: Promise<Bus>;
      readonly local: Bus;
      readonly onProblem: (error: unknown) => void;
    },
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    this.connecting();
    const hub = await Promise.race([this.ports.hub, pause(2 ** 31 - 1, signal).then(() => undefined)]);
    while (hub && !signal.aborted) {
      try {
        if (!hub.connected) this.connecting();
        await hub.whenConnected(signal);
        await this.session(hub, signal);
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        this.progress.state = 'retrying';
        this.progress.problem = error.code;
        this.ports.onProblem(error);
        await pause(Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.failures), signal);
        this.failures += 1;
      }
    }
    this.progress.state = 'stopped';
    delete this.progress.problem;
  }

  private connecting(): void {
    this.progress.state = 'connecting';
    this.progress.problem = 'hub-silent';
  }

  /** One stretch of undisturbed copying, from a reset to the first doubt. */
  private async session(hub: Bus, signal: AbortSignal): Promise<void> {
    const connects = hub.connects;
    const broken = new AbortController();
    const forget = hub.onDisconnect(() => broken.abort());
    try {
      await this.copy(hub, connects, AbortSignal.any([signal, broken.signal]));
    } finally {
      forget();
    }
  }

  private async copy(hub: Bus, connects: number, signal: AbortSignal): Promise<void> {
    const { local, region } = this.ports;
    const fetch = new HubFetch(hub.connection, region);
    const copy = new InboundCopy(local.connection, region);
    try {
      await Promise.race([fetch.reset(), aborted(signal)]);
      if (signal.aborted) return;
      this.progress.state = 'linked';
      delete this.progress.problem;
      // After a reset the server counts from 1: starting at whatever comes first would hide a loss of the very first message.
      let expected = 1;
      while (!signal.aborted && hub.connects === connects) {
        const messages = await fetch.next(signal);
        this.progress.lastFetch = new Date();
        this.failures = 0;
        if (messages.length === 0) continue;
        expected = checkNoHole(messages, expected);
        await copy.store(messages);
        const last = messages[messages.length - 1]!;
        fetch.acknowledge(last);
        this.progress.copied += messages.length;
        this.progress.hubSequence = last.streamSequence;
      }
    } finally {
      fetch.close();
    }
  }
}

/** An answer may take a minute: who stops does not wait for it. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Acknowledging up to a message says that all before it are here: so there may be no hole since the reset. */
function checkNoHole(messages: readonly HubMessage[], expected: number): number {
  let next = expected;
  for (const { consumerSequence } of messages) {
    if (consumerSequence !== next) throw new DeliveryError('link-broken', 'a message of the hub was lost on the way');
    next += 1;
  }
  return next;
}
