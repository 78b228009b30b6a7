import type { InventedCompletion } from '../load/completions.js';

/**
 * Another way from a command to its effect, as its own manual shows it: the business row and its job in one transaction where it can, then the
 * effect by its worker. All run on a copy of the region's database, with the very tables that Betang writes.
 */
export interface Peer {
  readonly name: string;
  /** What it promises about an event: `kept` when job and business row commit together and the effect is idempotent. */
  readonly guarantee: 'kept' | 'none';
  /** In words, where it falls short. */
  readonly shortfall?: string;
  open(world: PeerWorld): Promise<RunningPeer>;
}

export interface PeerWorld {
  /** As the owner of the peer's own database. */
  readonly databaseUrl: string;
  /** Address of a nats-server, for those that need one. */
  readonly natsUrl: string;
  /** Connections of its writers; its workers have as many of their own. */
  readonly connections: number;
  /** To be told of effects whose commit was acknowledged. */
  readonly committed: (effects: number) => void;
}

export interface RunningPeer {
  /** One command, one transaction; resolves once it is committed. */
  one(completion: InventedCompletion): Promise<void>;
  /** Many commands in one transaction, by the peer's own bulk interface; undefined where it has none. */
  readonly many?: (completions: readonly InventedCompletion[]) => Promise<void>;
  stop(): Promise<void>;
}
