import type { BusReport, RegionIntake, RegionProof, ServiceDeliveryStatus } from '@betang/messaging';
import type { ServiceName } from '@betang/platform';

/** JSON of what a service answers: its moments are text. */
export type Json<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
export type ProofJson = Json<RegionProof>;
export type DeliveryJson = Json<ServiceDeliveryStatus>;

export interface ServiceState {
  readonly service: ServiceName;
  readonly url: string;
  readonly reachable: boolean;
  readonly ready: boolean;
  /** Checks that are not well: `epoch other-cluster`. */
  readonly failing: readonly string[];
}

/** The region's Postgres and nats-server, without their secrets. */
export interface ServerStates {
  /** `problem`: the code of why the operator's tool was not let in itself; absent where it was, or has no password here. */
  readonly database: { readonly address: string; readonly problem?: string };
  readonly bus: { readonly address: string };
}

/** What each region puts into the hub, as a process of the province tells it; empty elsewhere. */
export function intakeOf(process: object): readonly RegionIntake[] {
  return (process as { intake?: readonly RegionIntake[] | null }).intake ?? [];
}

/** Something that an operator should look at; the remedy stands under its code in the table of remedies. */
export interface StatusProblem {
  readonly code: string;
  /** What it is about: a service, a line, a stream. */
  readonly about: string;
}

/** All that the operator's tool can find out about one region. */
export interface RegionStatus {
  readonly region: string;
  readonly role: 'hub' | 'region';
  readonly folder: string;
  readonly servers: ServerStates;
  readonly services: readonly ServiceState[];
  readonly deliveries: readonly DeliveryJson[];
  readonly proof?: ProofJson;
  readonly bus?: BusReport;
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number };
  readonly problems: readonly StatusProblem[];
}
