import { hubConnectionOptions, localConnectionOptions, readCredentials, topologyPaths } from '@betang/messaging';
import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import type { ChaosRegion } from './chaos-region.js';

type Work<T> = (connection: NatsConnection) => Promise<T>;

/** As the operator of the region's own bus, who may publish anything that its services may. */
export async function operatorConnection<T>(region: ChaosRegion, work: Work<T>): Promise<T> {
  const credentials = await readCredentials(topologyPaths(region.busDir).local('operator'));
  return connected(localConnectionOptions(credentials), work);
}

/** As the operator of the hub's stream. */
export async function hubConnection<T>(province: ChaosRegion, work: Work<T>): Promise<T> {
  const credentials = await readCredentials(topologyPaths(province.busDir).hubOperator);
  return connected(localConnectionOptions(credentials), work);
}

/** With a region's own credentials at the hub, around its bad line: what anybody could do who has them. */
export async function regionConnection<T>(region: ChaosRegion, province: ChaosRegion, work: Work<T>): Promise<T> {
  const credentials = await readCredentials(topologyPaths(region.busDir).hub);
  return connected(hubConnectionOptions({ ...credentials, url: province.nats.url }), work);
}

async function connected<T>(options: ConnectionOptions, work: Work<T>): Promise<T> {
  const connection = await connect(options);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
