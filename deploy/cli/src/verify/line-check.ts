import { RETENTION_DAYS, findContract, firstChain, parseEventType } from '@betang/contracts';
import { chainAfter, type ChainLink } from '@betang/messaging';
import type { Difference, DifferenceKind, LineReport, Reason } from './line-report.js';

/** A service here that reads the line: how far it says it has it, and what of it belongs into its archive. */
export interface Holder {
  readonly name: string;
  readonly position: number;
  readonly chain: string;
  /** Lowest position in its archive; null: none. */
  readonly from: number | null;
  readonly takes: ReadonlySet<string>;
  /** Ids of events that it set aside. */
  readonly setAside: ReadonlySet<string>;
  /** False while not all that it takes has to be there: a closed epoch, a line that is read again, too much set aside to be told. */
  readonly isWhole: boolean;
}

/** All that is known of a line beside its events. */
export interface LineFacts {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly holders: readonly Holder[];
  readonly head?: { readonly position: number; readonly chain: string };
  /** False where the outbox does not give the chain that its own log has. */
  readonly isOutboxSound: boolean;
  /** Positions up to here are left out. */
  readonly after: number;
  readonly through: number;
  readonly now: Date;
}

/** What one archive, or the outbox of this region, has at a position. */
export interface HeldLink {
  readonly holder: string;
  readonly isOutbox: boolean;
  readonly link: ChainLink;
}

const DAY_MS = 86_400_000;

/**
 * Computes a line anew, position by position in their order, and compares all accounts of it. Keeps the last value alone, so that a line of any
 * length takes the same memory. Pure.
 */
export class LineCheck {
  private last: number;
  private trail: { readonly position: number; readonly chain: string } | undefined;
  private begin: LineReport['begin'] = null;
  private checked = 0;
  private readonly reasons = new Map<Reason, number>();
  private readonly found = new Map<DifferenceKind, Difference>();
  private readonly landmarks: Map<number, Landmark[]>;
  private headEqual: boolean | null = null;

  constructor(private readonly facts: LineFacts) {
    this.last = facts.after;
    this.landmarks = landmarksOf(facts);
    this.count('before-start', facts.after);
  }

  /** Takes everything that is held at the next position. */
  take(position: number, held: readonly HeldLink[]): void {
    this.pass(position - 1);
    const previous = this.valueBefore(position);
    this.begin ??= { position, from: position === 1 ? 'chain-0' : 'stated' };
    const own = held.find(({ isOutbox }) => isOutbox)?.link;
    const accounts = held.map((account) => ({ ...account, computed: computedOf(account.link, own, previous) }));
    for (const account of accounts) this.compare(account, { own, first: accounts[0]!.link });
    const proven = accounts.find(({ computed, link }) => computed === link.chain);
    const chain = (proven?.link ?? (this.facts.isOutboxSound ? own : undefined) ?? held[0]!.link).chain;
    this.compareLandmarks(position, chain);
    this.findMissing(position, held, chain);
    if (accounts.some(({ computed }) => computed !== undefined)) this.checked += 1;
    else this.count(this.reasonAt(position, previous), 1);
    this.trail = { position, chain };
    this.last = position;
  }

  finish(): LineReport {
    this.pass(this.facts.through, 'not-kept');
    this.compareLeftLandmarks();
    const { region, service, audience, epoch, holders, through, head } = this.facts;
    return {
      ...{ region, service, audience, epoch, readers: holders.map(({ name }) => name), begin: this.begin, through },
      checked: this.checked,
      notCheckable: [...this.reasons].map(([reason, positions]) => ({ reason, positions })),
      head: head === undefined ? null : { position: head.position, equal: this.headEqual },
      behind: holders
        .filter(({ position }) => position < (head?.position ?? 0))
        .map(({ name: holder, position }) => ({ holder, positions: head!.position - position })),
      differences: [...this.found.values()].sort((a, b) => a.position - b.position),
    };
  }

  /** Positions that nobody here keeps. */
  private pass(through: number, reason: Reason = this.begin === null ? 'before-start' : 'not-kept'): void {
    this.count(reason, through - this.last);
    if (through > this.last) this.last = through;
  }

  private valueBefore(position: number): string | undefined {
    if (position === 1) return firstChain(this.facts.epoch, this.facts.service, this.facts.audience);
    return this.trail?.position === position - 1 ? this.trail.chain : undefined;
  }

  private reasonAt(position: number, previous: string | undefined): Reason {
    if (previous !== undefined) return 'sender-not-kept';
    return this.begin?.position === position ? 'taken-at-its-word' : 'behind-not-kept';
  }

  private compare(
    { holder, isOutbox, link, computed }: HeldLink & { readonly computed: string | undefined },
    { own, first }: { readonly own: ChainLink | undefined; readonly first: ChainLink },
  ): void {
    if (isOutbox) return;
    const { position } = link;
    const differs = (kind: DifferenceKind, is: string, stated: string) =>
      this.note({ kind, position, holder, computed: is, stated });
    // An outbox that contradicts its own log is not the measure of an archive.
    const archive = own && !this.facts.isOutboxSound ? 'outbox-differs' : 'archive-differs';
    if (computed !== undefined && computed !== link.chain) differs(archive, own?.chain ?? computed, link.chain);
    else if (own && own.chain !== link.chain) differs('outbox-differs', own.chain, link.chain);
    // Nothing before it is kept: the digests of the two bodies tell.
    else if (own && !isSame(own, link)) differs(archive, own.body, link.body);
    else if (!own && !isSame(first, link)) differs('readers-differ', first.body, link.body);
    else if (!own && first.chain !== link.chain) differs('readers-differ', first.chain, link.chain);
  }

  private compareLandmarks(position: number, chain: string): void {
    for (const mark of this.landmarks.get(position) ?? []) this.compareOne(mark, chain);
    this.landmarks.delete(position);
  }

  private compareOne({ position, holder, chain: stated, kind }: Landmark, computed: string): void {
    if (kind === 'head-differs') this.headEqual = computed === stated;
    if (computed !== stated) this.note({ kind, position, holder, computed, stated });
  }

  /** Where no event is kept at a position, the accounts of it are compared with each other. */
  private compareLeftLandmarks(): void {
    for (const [first, ...others] of this.landmarks.values())
      for (const other of others) this.compareOne(other, first!.chain);
  }

  private findMissing(position: number, held: readonly HeldLink[], chain: string): void {
    const { link } = held[0]!;
    const without = this.facts.holders.filter(({ name }) => !held.some(({ holder }) => holder === name));
    for (const holder of without.filter((one) => belongsTo(one, link, this.facts.now)))
      this.note({ kind: 'row-missing', position, holder: holder.name, computed: chain, stated: null });
  }

  private note(difference: Omit<Difference, 'count'>): void {
    const known = this.found.get(difference.kind);
    this.found.set(difference.kind, known ? { ...known, count: known.count + 1 } : { ...difference, count: 1 });
  }

  private count(reason: Reason, positions: number): void {
    if (positions > 0) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + positions);
  }
}

/** A chain value that somebody states for a position. */
interface Landmark {
  readonly position: number;
  readonly chain: string;
  readonly holder: string;
  readonly kind: 'watermark-differs' | 'head-differs';
}

/** By position, the sender's own statement last. */
function landmarksOf({ holders, head, region }: LineFacts): Map<number, Landmark[]> {
  const marks: Landmark[] = holders
    .filter(({ position }) => position > 0)
    .map(({ name: holder, position, chain }) => ({ holder, position, chain, kind: 'watermark-differs' }));
  if (head) marks.push({ ...head, holder: region, kind: 'head-differs' });
  const byPosition = new Map<number, Landmark[]>();
  for (const mark of marks) byPosition.set(mark.position, [...(byPosition.get(mark.position) ?? []), mark]);
  return byPosition;
}

/** Headers of home are taken from the sender's own row of the same event: the archive has no actor. */
function computedOf(link: ChainLink, own: ChainLink | undefined, previous: string | undefined): string | undefined {
  const headers = link.headers ?? (own?.id === link.id ? own.headers : null);
  return previous === undefined || headers === null ? undefined : chainAfter(previous, { ...link, headers });
}

function isSame(a: ChainLink, b: ChainLink): boolean {
  return a.id === b.id && a.body === b.body;
}

/** Whether an event has to be in an archive: its service takes the type, has read so far, and its time is not up. */
function belongsTo({ isWhole, from, position, takes, setAside }: Holder, link: ChainLink, now: Date): boolean {
  if (!isWhole || from === null || link.position < from || link.position > position) return false;
  const type = parseEventType(link.type);
  const contract = findContract(link.type);
  if (!type || !contract || !takes.has(`${type.service}.${type.name}`) || setAside.has(link.id)) return false;
  // A day less: pruning may be under way.
  const keptMs = (RETENTION_DAYS[contract.definition.retention] - 1) * DAY_MS;
  return now.getTime() - new Date(link.time).getTime() < keptMs;
}
