import { bullmq } from './bullmq.peer.js';
import { graphileWorker } from './graphile-worker.peer.js';
import { nestNats } from './nest-nats.peer.js';
import type { Peer } from './peer.js';
import { pgBoss } from './pg-boss.peer.js';

/** What a Nest developer would take instead. */
export const PEERS: readonly Peer[] = [pgBoss, graphileWorker, bullmq, nestNats];
