import type { EpochOpened, EventData } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import type { Origin } from './watermark.js';

/** `foreign`: said in this very region's name, in an epoch that is not in its own database. */
export type EpochStanding = 'current' | 'closed' | 'orphan' | 'unknown' | 'foreign';

interface EpochEntry {
  readonly region: string;
  readonly epoch: string;
  readonly parent: string | null;
  readonly state: 'CURRENT' | 'CLOSED';
  /** Last positions that count, by `service|audience`; only for closed epochs. */
  readonly heads: Readonly<Record<string, number>>;
}

type Opened = EventData<typeof EpochOpened>;

/** What a service's readers know of every origin's epochs. */
export class EpochBook {
  private entries = new Map<string, EpochEntry>();
  /** What an open transaction has learned: who was away for long may hear of several epochs in one batch. */
  private readonly drafts = new WeakMap<Transaction, Map<string, EpochEntry>>();

  async load(query: (text: string) => Promise<EpochEntry[]>): Promise<void> {
    const rows = await query('SELECT region, epoch, parent, state, heads FROM reader_epoch');
    this.entries = new Map(rows.map((row) => [`${row.region}|${row.epoch}`, row]));
  }

  current(region: string): string | undefined {
    return currentOf(this.entries, region);
  }

  /** Every region's epochs that are known, the present one first. */
  all(): { readonly region: string; readonly epoch: string }[] {
    const entries = [...this.entries.values()];
    return [
      ...entries.filter(({ state }) => state === 'CURRENT'),
      ...entries.filter(({ state }) => state !== 'CURRENT'),
    ].map(({ region, epoch }) => ({ region, epoch }));
  }

  standing(origin: Origin, position: number): EpochStanding {
    const entry = this.entries.get(`${origin.region}|${origin.epoch}`);
    if (!entry) return 'unknown';
    if (entry.state === 'CURRENT') return 'current';
    return position <= (entry.heads[`${origin.service}|${origin.audience}`] ?? 0) ? 'closed' : 'orphan';
  }

  /** True for an epoch that nobody has announced and that can be the one after the present one of its region. */
  mayBeNext({ region, epoch }: Origin): boolean {
    const current = this.current(region);
    if (current === undefined || this.entries.has(`${region}|${epoch}`)) return false;
    return generationOf(epoch) === generationOf(current) + 1;
  }

  /** How far each line of every closed epoch counts. */
  closedHeads(): { readonly origin: Origin; readonly position: number }[] {
    return [...this.entries.values()].flatMap(({ region, epoch, state, heads }) =>
      state === 'CURRENT'
        ? []
        : Object.entries(heads).map(([line, position]) => {
            const [service = '', audience = ''] = line.split('|');
            return { origin: { region, service, audience, epoch }, position };
          }),
    );
  }

  /** An epoch that comes first for a region: from its own record at home, or vouched for by the province's key list. */
  async begin(tx: Transaction, region: string, epoch: string): Promise<boolean> {
    if (currentOf(this.knownIn(tx), region) !== undefined) return false;
    await this.write(tx, { region, epoch, parent: null, state: 'CURRENT', heads: {} });
    return true;
  }

  /**
   * Opens the next epoch of a region. `fork`: the parent is not the present epoch but one that was already followed by another child.
   * Events of the parent beyond the stated heads are orphans from now on.
   */
  async open(tx: Transaction, region: string, opened: Opened): Promise<'opened' | 'known' | 'fork'> {
    const known = this.knownIn(tx);
    const current = currentOf(known, region);
    if (known.has(`${region}|${opened.epoch}`) || isBefore(opened.epoch, current)) {
      await this.learnParent(tx, region, opened);
      return 'known';
    }
    if (current !== undefined && opened.parent !== current) return 'fork';
    if (current !== undefined) {
      const parent = known.get(`${region}|${current}`)!;
      await this.write(tx, { ...parent, state: 'CLOSED', heads: headsOf(opened) });
    }
    await this.write(tx, { region, epoch: opened.epoch, parent: opened.parent, state: 'CURRENT', heads: {} });
    return 'opened';
  }

  /**
   * Who heard of a region late began with a later epoch than its first. The news of that epoch says how far the one before it counts: until
   * then its events wait.
   */
  private async learnParent(tx: Transaction, region: string, { parent, ...opened }: Opened): Promise<void> {
    if (parent === null || this.knownIn(tx).has(`${region}|${parent}`)) return;
    await this.write(tx, { region, epoch: parent, parent: null, state: 'CLOSED', heads: headsOf(opened) });
  }

  private async write(tx: Transaction, entry: EpochEntry): Promise<void> {
    await tx.execute(
      `INSERT INTO reader_epoch (region, epoch, parent, state, heads) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (region, epoch) DO UPDATE SET state = EXCLUDED.state, heads = EXCLUDED.heads`,
      [entry.region, entry.epoch, entry.parent, entry.state, JSON.stringify(entry.heads)],
    );
    const key = `${entry.region}|${entry.epoch}`;
    this.drafts.set(tx, (this.drafts.get(tx) ?? new Map<string, EpochEntry>()).set(key, entry));
    tx.afterCommit(() => this.entries.set(key, entry));
  }

  private knownIn(tx: Transaction): ReadonlyMap<string, EpochEntry> {
    const draft = this.drafts.get(tx);
    return draft ? new Map([...this.entries, ...draft]) : this.entries;
  }
}

function currentOf(entries: ReadonlyMap<string, EpochEntry>, region: string): string | undefined {
  return [...entries.values()].find((entry) => entry.region === region && entry.state === 'CURRENT')?.epoch;
}

function headsOf({ heads }: Pick<Opened, 'heads'>): Record<string, number> {
  return Object.fromEntries(heads.map((head) => [`${head.service}|${head.audience}`, head.position]));
}

/** Epochs of a region count up by generation: `2.9f…` follows `1.0a…`. */
function isBefore(epoch: string, current: string | undefined): boolean {
  return current !== undefined && generationOf(epoch) < generationOf(current);
}

function generationOf(epoch: string): number {
  return Number(epoch.split('.')[0]);
}
