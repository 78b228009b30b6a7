import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@betang/testing';
import { randomUUID } from 'node:crypto';
import { inventCompletion } from '../bench/load/completions.js';
import { BenchRegion } from '../bench/region/bench-region.js';
import { peopleOf } from '../bench/region/people.js';
import { ServicesProcess } from '../bench/region/services-process.js';
import { labelsIn, metricsIn, readAlarms } from './alarm-rules.js';
import { startTraceCollector, type TraceCollector } from './trace-collector.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const COMPLETED = 'take in betang.training-catalog.training-completed.v1';
const RECORDED = 'take in betang.learning-hours.hours-recorded.v1';

describe('a region that is watched', () => {
  let collector: TraceCollector;
  let region: BenchRegion;
  let services: ServicesProcess;
  let employeeIds: string[];

  beforeAll(async () => {
    collector = await startTraceCollector();
    region = await BenchRegion.start({ code: '62.03', role: 'region' });
    employeeIds = await peopleOf(region, 1);
    services = await ServicesProcess.start(region, { BETANG_TRACES_URL: collector.url });
  }, 120_000);
  afterAll(async () => {
    await services?.stop();
    await region?.stop();
    await collector?.stop();
  });

  const record = async (index: number, more: Record<string, string> = {}): Promise<number> => {
    const { employeeId, details } = inventCompletion(index, employeeIds);
    const { programmeId: _programme, sessionId: _session, ...rest } = details;
    const { status } = await fetch(`${services.address}/api/training-catalog/v1/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await services.token()}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...more,
      },
      body: JSON.stringify({ employeeId, ...rest }),
    });
    return status;
  };

  it('sends traces that follow a completion from the caller over outbox and bus into hours and reports', async () => {
    expect(await record(1, { traceparent: `00-${TRACE}-${CALLER}-01` })).toBe(201);

    const takenIn = (name: string, service: string) =>
      collector
        .spansOf(TRACE)
        .find(({ name: of, attributes }) => of === name && attributes['betang.service'] === service);
    await waitUntil('the report took in the hours', async () => takenIn(RECORDED, 'reporting'), { timeoutMs: 60_000 });
    await waitUntil('hours are made of the completion', async () => takenIn(COMPLETED, 'learning-hours'), {
      timeoutMs: 60_000,
    });
    const request = await waitUntil(
      'the request was told of',
      async () => collector.spansOf(TRACE).find(({ name }) => name.startsWith('POST ')),
      { timeoutMs: 60_000 },
    );
    expect(request).toMatchObject({
      name: 'POST /api/training-catalog/v1/completions',
      parentSpanId: CALLER,
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 201 },
    });
    expect(takenIn(COMPLETED, 'learning-hours')).toMatchObject({ parentSpanId: request.spanId });
    expect(takenIn(RECORDED, 'reporting')).toMatchObject({ parentSpanId: request.spanId });
  }, 120_000);

  it('names in traces neither persons nor what they did', () => {
    const { certificateNumber, title } = inventCompletion(1, employeeIds).details;
    const sent = collector.received();
    expect(sent).toContain(TRACE);
    for (const secret of [employeeIds[0], 'Pegawai Rekaan', certificateNumber, title])
      expect(sent).not.toContain(secret);
  });

  it('has every metric and label on its page that the alarms for Prometheus name', async () => {
    const page = await (await fetch(`${services.address}/metrics`)).text();
    const rules = readAlarms();
    expect(rules.length).toBeGreaterThan(8);
    const unknown = rules.flatMap(({ alert, expr, text }) => {
      const metrics = metricsIn(expr).filter((name) => !page.includes(`# TYPE ${name.replace(/_count$/, '')} `));
      const series = page.split('\n').filter((line) => metricsIn(expr).some((name) => line.startsWith(`${name}{`)));
      const labels = series.length === 0 ? [] : labelsIn(text).filter((label) => !series[0]!.includes(`${label}="`));
      return [...metrics, ...labels].map((name) => `${alert}: ${name}`);
    });
    expect(unknown).toEqual([]);
    const alarmed = new Set(rules.flatMap(({ expr }) => metricsIn(expr)));
    const told = [...page.matchAll(/^# TYPE (betang_(?:outbox|relay|reader|stream|delivery)\w+) /gm)].map(
      ([, name]) => name!,
    );
    // The ratio is shown, its alarm is told.
    expect(told.filter((name) => !alarmed.has(name))).toEqual(['betang_stream_fill_ratio']);
  });

  it('works on while nobody collects its traces', async () => {
    await collector.stop();
    expect(await record(2)).toBe(201);
  });
});
