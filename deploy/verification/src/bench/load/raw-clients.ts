import pg from 'pg';

export interface RawLoad {
  /** As the owner of the database. */
  readonly databaseUrl: string;
  readonly commands: number;
  readonly connections: number;
  readonly employeeIds: readonly string[];
}

/** Bare connections of the driver: no pool, no framework. */
export async function openClients({ databaseUrl, connections }: Pick<RawLoad, 'databaseUrl' | 'connections'>) {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: databaseUrl }));
  await Promise.all(clients.map((client) => client.connect()));
  return { clients, close: () => Promise.all(clients.map((client) => client.end())) };
}
