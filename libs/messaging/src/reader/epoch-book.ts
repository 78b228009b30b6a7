import type { EpochOpened, EventData } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import type { Origin } from './watermark.js';

export type EpochStanding = 'current' | 'closed' | 'orphan' | 'unknown';

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

  async load(query: (text: string) => Promise<EpochEntry[]>): Promise<void> {
    const rows = await query('SELECT region, epoch, parent, state, heads FROM reader_epoch');
    this.entries = new Map(rows.map((row) => [`${row.region}|${row.epoch}`, row]));
  }

  current(region: string): string | undefined {
    return [...this.entries.values()].find((entry) => entry.region === region && entry.state === 'CURRENT')?.epoch;
  }

  standing(origin: Origin, position: number): EpochStanding {
    const entry = this.entries.get(`${origin.region}|${origin.epoch}`);
    if (!entry) return 'unknown';
    if (entry.state === 'CURRENT') return 'current';
    return position <= (entry.heads[`${origin.service}|${origin.audience}`] ?? 0) ? 'closed' : 'orphan';
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
    if (this.current(region) !== undefined) return false;
    await this.write(tx, { region, epoch, parent: null, state: 'CURRENT', heads: {} });
    return true;
  }

  /**
   * Opens the next epoch of a region. `fork`: the parent is not the present epoch but one that was already followed by another child.
   * Events of the parent beyond the stated heads are orphans from now on.
   */
  async open(tx: Transaction, region: string, opened: Opened): Promise<'opened' | 'known' | 'fork'> {
    if (this.entries.has(`${region}|${opened.epoch}`)) return 'known';
    const current = this.current(region);
    if (current !== undefined && opened.parent !== current) return 'fork';
    if (current !== undefined) {
      const heads = Object.fromEntries(opened.heads.map((head) => [`${head.service}|${head.audience}`, head.position]));
      const parent = this.entries.get(`${region}|${current}`)!;
      await this.write(tx, { ...parent, state: 'CLOSED', heads });
    }
    await this.write(tx, { region, epoch: opened.epoch, parent: opened.parent, state: 'CURRENT', heads: {} });
    return 'opened';
  }

  private async write(tx: Transaction, entry: EpochEntry): Promise<void> {
    await tx.execute(
      `INSERT INTO reader_epoch (region, epoch, parent, state, heads) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (region, epoch) DO UPDATE SET state = EXCLUDED.state, heads = EXCLUDED.heads`,
      [entry.region, entry.epoch, entry.parent, entry.state, JSON.stringify(entry.heads)],
    );
    tx.afterCommit(() => this.entries.set(`${entry.region}|${entry.epoch}`, entry));
  }
}
