/** Why a server could not be launched or did not do what was asked; `code` is stable, the text is for people. */
export class ServerLaunchError extends Error {
  constructor(
    readonly code: ServerLaunchErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'ServerLaunchError';
  }
}

export type ServerLaunchErrorCode =
  | 'testing.program-not-started'
  | 'testing.server-not-ready'
  | 'testing.server-not-stopped'
  | 'testing.no-free-port'
  | 'testing.postgres-binaries-missing'
  | 'testing.postgres-refuses-user'
  | 'testing.postgres-init-failed'
  | 'testing.nats-config-refused'
  | 'testing.nats-reload-failed'
  | 'testing.wait-timed-out';
