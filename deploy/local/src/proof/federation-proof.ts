import type { DeliveryReport, LineProof, OwnLine, ReceivedLine } from '../api/delivery-report.js';

/** What one region sent to another, over all of its services: the sender's side and the receiver's. */
export interface OriginProof {
  readonly origin: string;
  readonly receiver: string;
  /** Without the newest statements. */
  readonly sent: number;
  /** Heads and receipts at the end of the lines, on their way: each makes the next one necessary, so that some always are. */
  readonly statements: number;
  /** By the receiver's own receipts; undefined between two regencies, whose facts the province confirms. */
  readonly confirmed: number | undefined;
  readonly received: number;
  readonly receivedOf: number;
  readonly chainEqual: boolean;
  readonly asOf: Date;
  /** What is missing to a proof; empty: nothing is lost. */
  readonly missing: readonly string[];
}

/**
 * Puts the reports of all regions together: for each origin and each receiver what the one says it has sent and the other says it has received, with the
 * chains compared on both sides. Pure.
 */
export function proveFederation(reports: readonly DeliveryReport[]): OriginProof[] {
  return reports.flatMap((origin) =>
    reports
      .filter((receiver) => receiver !== origin)
      .map((receiver) => provePair(origin, receiver))
      .filter(({ sent, statements }) => sent + statements > 0),
  );
}

/** What keeps the regions' own delivery from being complete: facts not yet sent, or not yet with every service at home. */
export function missingAtHome({ region, outboxes, own }: DeliveryReport): string[] {
  const waiting = outboxes
    .filter((outbox) => outbox.waiting > 0 && !(outbox.service === 'identity' && outbox.waiting <= FEW))
    .map(({ service, destination, waiting }) => `${region} ${service} → ${destination}: ${waiting} waiting`);
  const local = own.filter(({ audience }) => audience === 'local');
  return [...waiting, ...local.flatMap((line) => line.receivers.flatMap((proof) => lack(region, line.service, proof)))];
}

/** Heads and receipts, which each make the next one necessary. */
const FEW = 20;

function provePair(origin: DeliveryReport, receiver: DeliveryReport): OriginProof {
  const isFor = ({ audience }: { audience: string }) => addressed(audience, receiver.region);
  const lines = origin.own.filter(isFor);
  const arrived = receiver.received.filter((line) => line.region === origin.region && isFor(line));
  const receipts = lines.flatMap((line) => line.receivers.filter((proof) => proof.receiver === receiver.region));
  const isConfirmed = [origin.region, receiver.region].some((code) => code.length === 2);
  const all: readonly LineProof[] = [...receipts, ...arrived];
  const statements = sum(receipts.map(({ state, sent, received }) => (state === 'complete' ? sent - received : 0)));
  return {
    origin: origin.region,
    receiver: receiver.region,
    sent: sum(lines.map(({ sent }) => sent)) - statements,
    statements,
    confirmed: isConfirmed ? sum(receipts.map(({ received }) => received)) : undefined,
    received: sum(arrived.map(({ received }) => received)),
    receivedOf: sum(arrived.map(({ sent }) => sent)),
    chainEqual:
      all.some(({ chainEqual }) => chainEqual === true) && all.every(({ chainEqual }) => chainEqual !== false),
    asOf: oldest([...all.map(({ asOf }) => asOf), origin.asOf, receiver.asOf]),
    missing: lines.flatMap((line) => missingOf(line, { origin, receiver, arrived, isConfirmed })),
  };
}

function missingOf(
  line: OwnLine,
  {
    origin,
    receiver,
    arrived,
    isConfirmed,
  }: { origin: DeliveryReport; receiver: DeliveryReport; arrived: readonly ReceivedLine[]; isConfirmed: boolean },
): string[] {
  const name = `${line.service} ${line.audience}`;
  const receipt = line.receivers.find((proof) => proof.receiver === receiver.region);
  const there = arrived.find(({ service, audience }) => service === line.service && audience === line.audience);
  const confirmed = !isConfirmed
    ? []
    : receipt
      ? lack(origin.region, name, receipt)
      : [`${origin.region} ${name}: unconfirmed`];
  const received = there
    ? lack(receiver.region, `${origin.region} ${name}`, there)
    : [`${receiver.region}: nothing of ${origin.region} ${name}`];
  return [...confirmed, ...received];
}

function lack(region: string, line: string, { state, obstacles, sent, received }: LineProof): string[] {
  if (state === 'complete') return [];
  return [`${region} ${line}: ${[state, ...obstacles].join(' ')} ${received} of ${sent}`];
}

/** Whether facts of an audience go to a region: `province` to the province, `federation` to all, `to.r6203` to one. */
function addressed(audience: string, region: string): boolean {
  if (audience === 'federation') return true;
  return audience === 'province' ? region.length === 2 : audience === `to.r${region.replace('.', '')}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function oldest(moments: readonly (string | null)[]): Date {
  return new Date(Math.min(...moments.filter((moment) => moment !== null).map((moment) => Date.parse(moment))));
}
