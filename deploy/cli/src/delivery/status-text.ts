import type { Language } from '@betang/platform';
import { bytesText, clockTime, figure, textTable } from '../invocation/text-table.js';
import { cliText, type CliText } from '../messages/cli-texts.js';
import { remedyOf } from '../messages/remedies.js';
import { intakeOf, type ProofJson, type RegionStatus } from './status-report.js';

type Proof = ProofJson['own'][number]['receivers'][number];

/** What `betang status` prints of one region. */
export function statusText(status: RegionStatus, language: Language): string {
  const sections = [
    heading(status, language),
    section('status.services', serviceRows(status, language), language),
    section('status.own', ownRows(status, language), language),
    section('status.received', receivedRows(status, language), language),
    section('status.waiting', waitingRows(status, language), language),
    section('status.rebuilds', rebuildRows(status, language), language),
    section('status.streams', streamRows(status, language), language),
    section('status.places', placeRows(status, language), language),
    disk(status, language),
    problems(status, language),
  ];
  return sections.filter((text) => text !== '').join('\n');
}

function heading({ region, role, folder, proof }: RegionStatus, language: Language): string {
  return cliText(language, 'status.heading', {
    region,
    role,
    folder,
    epoch: proof?.epoch ?? '?',
    time: clockTime(new Date()),
  });
}

function section(title: CliText, rows: readonly (readonly string[])[], language: Language): string {
  if (rows.length === 0) return '';
  const body = textTable(rows)
    .split('\n')
    .map((line) => `    ${line}`);
  return [`  ${cliText(language, title)}`, ...body].join('\n');
}

function serviceRows({ services }: RegionStatus, language: Language): string[][] {
  return services.map(({ service, url, reachable, ready, failing }) => {
    const state = !reachable ? 'status.unreachable' : ready ? 'status.ready' : 'status.not-ready';
    return [service, url, [cliText(language, state), ...failing].join(', ')];
  });
}

function ownRows({ proof }: RegionStatus, language: Language): string[][] {
  return (proof?.own ?? []).flatMap(({ service, audience, receivers }) =>
    receivers.map((receiver) => [service, audience, lineText('status.line.own', receiver, language)]),
  );
}

/** Each event was checked against the one before it when it came: where the sender's own chain is not at hand, it is unbroken at least. */
function receivedRows({ proof }: RegionStatus, language: Language): string[][] {
  return (proof?.received ?? []).map((line) => {
    const isPlain = !line.isStated && line.obstacles.length === 0;
    const text = lineText(isPlain ? 'status.line.unstated' : 'status.line.received', line, language, 'chain.unbroken');
    return [line.region, `${line.service} ${line.audience}`, text];
  });
}

function lineText(
  key: CliText,
  { sent, received, receiver, chainEqual, asOf, state, obstacles }: Proof,
  language: Language,
  unknown: CliText = 'chain.unknown',
): string {
  const chain = chainEqual === undefined ? unknown : chainEqual ? 'chain.equal' : 'chain.differs';
  const text = cliText(language, key, {
    sent: figure(sent, language),
    received: figure(received, language),
    receiver,
    chain: cliText(language, chain),
    time: clockTime(asOf),
    state: stateText(state, sent - received, language),
  });
  return obstacles.length === 0 ? text : `${text} (${obstacles.join(', ')})`;
}

/** A line that is complete may be behind by its own newest statements, which each make the next one necessary: it says so. */
function stateText(state: Proof['state'], behind: number, language: Language): string {
  const text = cliText(language, `state.${state}`);
  if (behind <= 0 || (state !== 'complete' && state !== 'underway')) return text;
  return `${text}; ${cliText(language, `rest.${state}`, { count: figure(behind, language) })}`;
}

function waitingRows({ proof }: RegionStatus, language: Language): string[][] {
  return (proof?.outboxes ?? [])
    .filter(({ waiting }) => waiting > 0)
    .map(({ service, destination, waiting, isMore, behindSeconds }) => [
      cliText(language, 'status.waiting.line', {
        service,
        destination,
        waiting: `${figure(waiting, language)}${isMore ? '+' : ''}`,
        seconds: figure(behindSeconds, language),
      }),
    ]);
}

/** Open ones alone: one that failed is a problem. */
function rebuildRows({ deliveries }: RegionStatus, language: Language): string[][] {
  return deliveries.flatMap(({ service, rebuild }) =>
    rebuild?.state === 'WAITING' || rebuild?.state === 'FEEDING'
      ? [[service, figureOf(rebuild, language), rebuild.reason ?? '']]
      : [],
  );
}

function figureOf({ rowsDone, rowsTotal }: { rowsDone: number; rowsTotal: number }, language: Language): string {
  return cliText(language, 'status.rebuild', {
    done: figure(rowsDone, language),
    total: figure(rowsTotal, language),
  });
}

function streamRows({ bus }: RegionStatus, language: Language): string[][] {
  const there = (bus?.streams ?? []).map(({ stream, messages, bytes, maxBytes }) => [
    stream,
    figure(messages, language),
    `${bytesText(bytes)} / ${bytesText(maxBytes)}`,
  ]);
  return [...there, ...(bus?.missing ?? []).map((name) => [name, '', cliText(language, 'status.stream.missing')])];
}

function placeRows({ bus, deliveries }: RegionStatus, language: Language): string[][] {
  const intake = deliveries.find(({ service }) => service === 'identity')?.process ?? {};
  const paces = new Map(intakeOf(intake).map(({ region, perSecond }) => [region, perSecond]));
  return (bus?.regions ?? []).map(({ region, state, pending, unacknowledged, sent }) => [
    cliText(language, 'status.place', {
      region,
      state,
      pending: figure(pending, language),
      unacknowledged: figure(unacknowledged, language),
      // Of a quiet region a few a minute: what matters is the order of magnitude.
      sent: sent === null ? '?' : figure(sent, language),
      pace: figure(Math.round((paces.get(region) ?? 0) * 60), language),
    }),
  ]);
}

function disk({ disk: { freeBytes, totalBytes } }: RegionStatus, language: Language): string {
  return `  ${cliText(language, 'status.disk', { free: bytesText(freeBytes), total: bytesText(totalBytes) })}`;
}

function problems({ problems: found }: RegionStatus, language: Language): string {
  if (found.length === 0) return `  ${cliText(language, 'status.well')}`;
  const lines = found.map(
    ({ code, about }) => `    ${code}${about === '' ? '' : ` · ${about}`}\n      ${remedyOf(code, language)}`,
  );
  return [`  ${cliText(language, 'status.problems')}`, ...lines].join('\n');
}
