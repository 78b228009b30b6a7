import { createHash } from 'node:crypto';
import { AgencyPublished, firstChain, newId } from '@betang/contracts';
import { chainAfter, type ChainLink } from '@betang/messaging';
import { describe, expect, it } from '@jest/globals';
import { LineCheck, type HeldLink, type Holder, type LineFacts } from './line-check.js';
import { mergeLinks, type LinkSource } from './merge-links.js';

const ORIGIN = { region: '62', service: 'identity', audience: 'federation', epoch: '1.aa' };
const START = firstChain(ORIGIN.epoch, ORIGIN.service, ORIGIN.audience);
const NOW = new Date('2026-11-03T00:00:00Z');
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** A line as its sender has it. */
function lineOf(count: number): ChainLink[] {
  const links: ChainLink[] = [];
  for (let position = 1, chain = START; position <= count; position += 1) {
    const link = { id: newId(), headers: sha(`h${position}`), body: sha(`b${position}`) };
    chain = chainAfter(chain, link);
    links.push({ ...link, position, type: AgencyPublished.type, time: NOW, chain });
  }
  return links;
}

const LINE = lineOf(9);
const holder = (more: Partial<Holder> = {}): Holder => ({
  ...{ name: 'reporting', position: 9, chain: LINE[8]!.chain, from: 1 },
  ...{ takes: new Set(['identity.agency-published']), setAside: new Set<string>(), isWhole: true },
  ...more,
});
const source = (links: readonly ChainLink[], more: Partial<LinkSource> = {}): LinkSource => ({
  ...{ holder: 'reporting', isOutbox: false, through: 9 },
  page: (after) => {
    const [link] = links.filter(({ position }) => position > after);
    return Promise.resolve({ links: link ? [link] : [], next: link?.position ?? null });
  },
  ...more,
});

async function check(sources: readonly LinkSource[], more: Partial<LineFacts> = {}) {
  const facts: LineFacts = {
    ...{ ...ORIGIN, holders: [holder()], isOutboxSound: true, after: 0, through: 9, now: NOW },
    ...more,
  };
  const line = new LineCheck(facts);
  for await (const { position, held } of mergeLinks(sources, facts.after)) line.take(position, held);
  return line.finish();
}
const kinds = ({ differences }: Awaited<ReturnType<typeof check>>) =>
  differences.map(({ kind, position, count }) => `${kind} ${position} ×${count}`);
const without = (...positions: number[]) => LINE.filter(({ position }) => !positions.includes(position));

describe('a line computed anew', () => {
  it('is whole from its first event to the watermark and the head of its sender', async () => {
    const head = { position: 9, chain: LINE[8]!.chain };
    expect(await check([source(LINE)], { head })).toMatchObject({
      ...{ checked: 9, begin: { position: 1, from: 'chain-0' }, notCheckable: [], differences: [] },
      ...{ head: { position: 9, equal: true }, behind: [] },
    });
  });

  it('is put together from the archives of several services, of which none has all', async () => {
    const readers = ['reporting', 'contingency', 'identity'];
    const sources = readers.map((name, index) =>
      source(
        LINE.filter(({ position }) => position % 3 === index),
        { holder: name },
      ),
    );
    const holders = readers.map((name) => holder({ name, takes: new Set() }));
    expect(await check(sources, { holders })).toMatchObject({ checked: 9, differences: [] });
  });

  it('begins behind what is no longer kept, with the value that is stated there, and says so', async () => {
    const report = await check([source(LINE.slice(3))], { holders: [holder({ from: 4 })] });
    expect(report).toMatchObject({ checked: 5, begin: { position: 4, from: 'stated' }, differences: [] });
    expect(report.notCheckable).toEqual([
      { reason: 'before-start', positions: 3 },
      { reason: 'taken-at-its-word', positions: 1 },
    ]);
  });

  it('counts what no service takes, and what stands right behind it, as not checkable', async () => {
    const report = await check([source(without(4, 5))], { holders: [holder({ takes: new Set() })] });
    expect(report).toMatchObject({ checked: 6, differences: [] });
    expect(report.notCheckable).toEqual([
      { reason: 'not-kept', positions: 2 },
      { reason: 'behind-not-kept', positions: 1 },
    ]);
  });

  it('is not checkable at all where nothing of it is kept', async () => {
    const nothing = holder({ from: null });
    const report = await check([], { holders: [nothing] });
    expect(report).toMatchObject({ begin: null, checked: 0, notCheckable: [{ reason: 'not-kept', positions: 9 }] });
  });

  it('takes the headers of home from the sender’s row of the same event', async () => {
    const home = LINE.map((link) => ({ ...link, headers: null }));
    const outbox = (links: readonly ChainLink[]) => source(links, { holder: 'identity', isOutbox: true });
    expect(await check([outbox(LINE), source(home)])).toMatchObject({ checked: 9, differences: [] });
    const report = await check([outbox(LINE.slice(4)), source(home)]);
    expect(report).toMatchObject({ checked: 5, differences: [] });
    expect(report.notCheckable).toEqual([{ reason: 'sender-not-kept', positions: 4 }]);
  });

  it('tells who lacks what the sender states, which is no difference', async () => {
    const head = { position: 12, chain: sha('x') };
    expect(await check([source(LINE)], { head })).toMatchObject({
      ...{ differences: [], head: { position: 12, equal: null }, behind: [{ holder: 'reporting', positions: 3 }] },
    });
  });
});

describe('a difference', () => {
  const changed = (position: number, more: Partial<ChainLink>) =>
    LINE.map((link) => (link.position === position ? { ...link, ...more } : link));

  it('is an archived event whose content was changed, with both values', async () => {
    const report = await check([source(changed(5, { body: sha('x') }))]);
    expect(report.differences).toEqual([
      {
        ...{ kind: 'archive-differs', count: 1, position: 5, holder: 'reporting', stated: LINE[4]!.chain },
        computed: chainAfter(LINE[3]!.chain, { ...LINE[4]!, headers: LINE[4]!.headers!, body: sha('x') }),
      },
    ]);
  });

  it('is a chain that was forged: there and at the event behind it', async () => {
    expect(kinds(await check([source(changed(5, { chain: sha('x') }))]))).toEqual(['archive-differs 5 ×2']);
  });

  it('is a watermark or a head with another chain than the archive', async () => {
    expect(kinds(await check([source(LINE)], { holders: [holder({ chain: sha('x') })] }))).toEqual([
      'watermark-differs 9 ×1',
    ]);
    expect(kinds(await check([source(LINE)], { head: { position: 7, chain: sha('x') } }))).toEqual([
      'head-differs 7 ×1',
    ]);
    const bare = { holders: [holder({ takes: new Set() })], head: { position: 9, chain: sha('x') } };
    expect(kinds(await check([source(without(9))], bare))).toEqual(['head-differs 9 ×1']);
  });

  it('is a row that is missing where another account has it and its service takes it', async () => {
    const other = holder({ name: 'contingency' });
    const sources = [source(without(6)), source(LINE, { holder: 'contingency' })];
    const missing = async (more: Partial<Holder>, now = NOW) =>
      kinds(await check(sources, { holders: [holder(more), other], now }));
    expect(await missing({})).toEqual(['row-missing 6 ×1']);
    expect(await missing({ takes: new Set(['identity.unit-recorded']) })).toEqual([]);
    expect(await missing({ setAside: new Set([LINE[5]!.id]) })).toEqual([]);
    expect(await missing({ isWhole: false })).toEqual([]);
    expect(await missing({ from: 7 })).toEqual([]);
    expect(await missing({ position: 5, chain: LINE[4]!.chain })).toEqual([]);
    expect(await missing({}, new Date('2046-01-01T00:00:00Z'))).toEqual([]);
  });

  it('is an outbox that is not what was received, and not the archive’s where the outbox breaks its own log', async () => {
    const other = lineOf(9);
    const outbox = source([...LINE.slice(0, 4), ...other.slice(4)], { holder: 'identity', isOutbox: true });
    expect(kinds(await check([source(LINE), outbox]))).toEqual(['outbox-differs 5 ×5']);
    const home = source(LINE.map((link) => ({ ...link, headers: null })));
    const broken = source(changed(5, { headers: sha('x'), chain: sha('y') }), { holder: 'identity', isOutbox: true });
    expect(kinds(await check([home, broken], { isOutboxSound: false }))).toEqual(['outbox-differs 5 ×1']);
  });

  it('is two archives that keep different events at one position', async () => {
    const holders = [holder({ from: 5 }), holder({ name: 'contingency', from: 5 })];
    const other = lineOf(9).slice(4);
    const sources = [source(LINE.slice(4, 5)), source(other.slice(0, 1), { holder: 'contingency' })];
    expect(kinds(await check(sources, { holders: holders.map((one) => ({ ...one, position: 4 })) }))).toEqual([
      'readers-differ 5 ×1',
    ]);
  });
});

describe('merging', () => {
  it('keeps one page of each source, gives positions in order, and nothing behind the mark', async () => {
    const asked: number[] = [];
    const counted = (links: readonly ChainLink[]) => {
      const { page } = source(links);
      return source(links, {
        through: 6,
        page: (after) => {
          asked.push(after);
          return page(after);
        },
      });
    };
    const found: (readonly HeldLink[])[] = [];
    for await (const { held } of mergeLinks([counted(LINE), counted(without(2))], 0)) {
      found.push(held);
      // Never further ahead than the page behind the one at hand.
      expect(Math.max(...asked)).toBeLessThanOrEqual(held[0]!.link.position + 1);
    }
    expect(found.map((held) => [held[0]!.link.position, held.length])).toEqual([
      [1, 2],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 2],
      [6, 2],
    ]);
  });
});
