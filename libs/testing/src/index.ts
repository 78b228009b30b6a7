export { waitUntil, type WaitOptions } from './probes/wait-until.js';
export { findFreePort, isPortFree } from './servers/free-port.js';
export { startGuarded, type GuardedCommand, type GuardedProcess } from './servers/guarded-process.js';
export { startNats, type NatsOptions, type NatsServerProcess } from './servers/nats-server.js';
export { startPostgres, type PostgresOptions, type PostgresServer } from './servers/postgres-server.js';
export { ServerLaunchError, type ServerLaunchErrorCode } from './servers/server-launch.error.js';
export { testPostgres, type SharedPostgres } from './servers/shared-postgres.js';
export { createWorkFolder, getRepositoryRoot, removeWorkFolder } from './servers/work-folder.js';
export { findNatsServer, prepareNatsServer, type NatsServerBinary } from '../nats-server.mjs';
