import type pg from 'pg';

import { connectionRefusal } from './connection-refusal.js';
import { connectionSettings } from './connection-settings.js';
import type { ConnectionTarget } from './connection-settings.js';
import { ServiceClient } from './service-client.js';

export interface OpenOptions {
  /** Statements go out without waiting for the one before. */
  readonly pipeline?: boolean;
  /** Told when the connection breaks; what waits for an answer on it is rejected either way. */
  readonly onBroken?: (error: Error) => void;
}

/**
 * Opens one connection, outside any pool; the caller ends it. Throws what `connectionRefusal` makes of the driver's error: a server whose
 * certificate is not believed, one without TLS, one that wants it.
 */
export async function openConnection(target: ConnectionTarget, options: OpenOptions = {}): Promise<pg.Client> {
  const settings = connectionSettings(target);
  const client = new ServiceClient(options.pipeline === true ? { ...settings, pipeline: true } : settings);
  // Without a listener the event of a lost connection would end the process.
  client.on('error', options.onBroken ?? (() => undefined));
  try {
    await client.connect();
  } catch (error) {
    throw connectionRefusal(error as Error, settings);
  }
  return client;
}
