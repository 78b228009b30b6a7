import { Empty } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { TopologyError } from './topology-error.js';

/** What the topology command asks of a running nats-server, wherever it runs. */
export interface ServerControl {
  /** Makes it read its configuration file. @throws TopologyError `server-refused-configuration`: the old one stays in force */
  reload(): Promise<void>;
  /** Tag of the configuration it works by; undefined when it carries none of ours. */
  findConfigTag(): Promise<string | undefined>;
}

interface SystemAnswer {
  readonly server?: { readonly tags?: readonly string[] };
  readonly error?: { readonly description?: string };
}
const TIMEOUT_MS = 20_000;

/**
 * Control by the server's own system account: it answers when the reload is done, and says why when it was refused. A signal
 * (`--signal reload`) does neither, and needs the server's process at hand.
 */
export class SystemAccountControl implements ServerControl {
  constructor(private readonly connection: NatsConnection) {}

  async reload(): Promise<void> {
    const { error } = await this.ask('RELOAD');
    if (!error) return;
    const said = error.description ?? 'no reason given';
    throw new TopologyError(
      'server-refused-configuration',
      `nats-server keeps its configuration: ${said}`,
      'nats.conf',
    );
  }

  async findConfigTag(): Promise<string | undefined> {
    const { server } = await this.ask('VARZ');
    return server?.tags?.find((tag) => tag.startsWith('config:'));
  }

  private async ask(what: 'RELOAD' | 'VARZ'): Promise<SystemAnswer> {
    const id = this.connection.info?.server_id;
    const answer = await this.connection.request(`$SYS.REQ.SERVER.${id}.${what}`, Empty, { timeout: TIMEOUT_MS });
    return answer.json<SystemAnswer>();
  }
}
