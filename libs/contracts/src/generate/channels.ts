import type { EventContract } from '../definition/define-event.js';
import type { SharedWith } from '../sharing/sharing-rule.js';

/** Where events of a contract travel: `local` stays in the region, the others go by way of the hub, `to` to one region. */
export type ChannelKind = 'local' | 'province' | 'federation' | 'to';

export interface Channel {
  /** Stable name in the generated document. */
  readonly key: string;
  readonly kind: ChannelKind;
  /** NATS subject with parameters in braces. */
  readonly address: string;
  /** The parameters in the address, in order. */
  readonly parameters: readonly ('region' | 'receiver' | 'service')[];
}

const KINDS: Record<SharedWith | 'home', readonly ChannelKind[]> = {
  home: ['local'],
  province: ['province'],
  federation: ['federation'],
  directed: ['to'],
  each: ['local', 'province', 'federation', 'to'],
};

export function channelsOf(contract: EventContract): readonly Channel[] {
  return KINDS[contract.definition.sharing?.audience ?? 'home'].map((kind) => channel(contract, kind));
}

function channel(contract: EventContract, kind: ChannelKind): Channel {
  const { service, name, version } = contract.definition;
  const token = service === 'delivery' ? '{service}' : service;
  const place =
    kind === 'local' ? 'local.{region}' : kind === 'to' ? 'share.{region}.to.{receiver}' : `share.{region}.${kind}`;
  // A directed subject is neutral: its last sequence can be asked of the hub, so it must not tell what was sent.
  const tail = kind === 'to' ? 'directed.v1' : `${name}.v${version}`;
  const address = `${place}.${token}.${tail}`;
  return {
    key: `${kind}.${service}.${tail}`,
    kind,
    address,
    parameters: (['region', 'receiver', 'service'] as const).filter((name) => address.includes(`{${name}}`)),
  };
}
