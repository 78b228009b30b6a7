import { describe, expect, it } from '@jest/globals';
import {
  CONTRACTS,
  Directed,
  EmployeeLeft,
  HeadsPublished,
  mustBeSealed,
  type EventContract,
  type EventRecord,
} from '@betang/contracts';
import type { UnitOfWork } from '@betang/platform';
import { HandlerRegistry, typeKeyOf, type EventHandler } from '../handling/handler-registry.js';
import { openedFrom } from '../sealing/opened-event.js';
import type { Opener } from '../sealing/opener.js';
import { Admission } from './admission.js';
import { EpochBook } from './epoch-book.js';
import { ReaderState } from './reader-state.js';
import { originKey } from './watermark.js';

const LINE = { region: '62', service: 'learning-hours', audience: 'to.r6203', epoch: '1.a' } as const;
const sealedContracts = CONTRACTS.filter(mustBeSealed);
const [first, second] = sealedContracts.filter(
  ({ type }, index) => sealedContracts.findIndex((other) => typeKeyOf(other.type) === typeKeyOf(type)) === index,
) as unknown as EventContract[];

const eventOf = (type: string, position: number, text = ''): EventRecord => ({
  ...LINE,
  id: `${position}`,
  type,
  subject: `${position}`,
  time: '2026-11-22T00:00:00.000Z',
  dataschema: '',
  position,
  chain: '',
  previousChain: '',
  body: Buffer.from(text),
});
const sealed = (position: number, inner: string) => eventOf(Directed.type, position, inner);

/** A service with handlers of both sealed types, of which some lines are read again. */
function admission(types: readonly EventContract[], genuine = true) {
  const registry = new HandlerRegistry('learning-hours');
  for (const contract of [first!, second!, EmployeeLeft as unknown as EventContract])
    registry.register({ contract, kind: 'process', handle: async () => undefined } as EventHandler);
  const state = new ReaderState(new EpochBook(), '62.03');
  state.rereads.set(originKey(LINE), {
    origin: LINE,
    through: 10,
    chain: '',
    eventId: '',
    types: new Map(types.map(({ type }) => [typeKeyOf(type), 0])),
  });
  const opener = {
    open: async (event: EventRecord) => {
      const type = event.body.toString();
      if (type === '') return { event, reason: 'key-missing', detail: 'k1' };
      return openedFrom(event, { type, subject: event.subject, dataschema: '', body: Buffer.from('{}') });
    },
  } as unknown as Opener;
  const unitOfWork = {
    run: async (work: (tx: never) => Promise<unknown>) => work({} as never),
  } as unknown as UnitOfWork;
  return new Admission(
    {
      unitOfWork,
      registry,
      opener,
      system: {
        handles: ({ type }) => type === HeadsPublished.type,
        genuine: () => genuine,
        isStranger: () => false,
        judgedBy: () => 'k1',
        learnKeys: async () => undefined,
      },
      now: Date.now,
    },
    state,
  );
}
const positions = (events: readonly EventRecord[]) => events.map(({ position }) => position);

describe('a line that is read again', () => {
  it('gives the new handlers what they have not had, and everybody what comes behind it', async () => {
    const before = [
      eventOf(EmployeeLeft.type, 1),
      eventOf(HeadsPublished.type, 2),
      eventOf('betang.identity.unknown.v1', 3),
    ];
    const behind = [eventOf(HeadsPublished.type, 11), eventOf(first!.type, 12)];
    const { events } = await admission([EmployeeLeft as unknown as EventContract]).admit([...before, ...behind]);
    expect(positions(events)).toEqual([1, 11, 12]);
  });

  it('looks into what is sealed for the types that are new', async () => {
    const line = [sealed(1, first!.type), sealed(2, second!.type), sealed(11, second!.type)];
    const { events } = await admission([first!]).admit(line);
    expect(events.map(({ type }) => type)).toEqual([first!.type, second!.type]);
    expect(positions(events)).toEqual([1, 11]);
  });

  it('does not open what no new handler takes', async () => {
    const admitted = await admission([EmployeeLeft as unknown as EventContract]).admit([sealed(1, ''), sealed(11, '')]);
    expect(admitted.events).toEqual([]);
    expect(admitted.setAside.map(({ event, reason }) => [event.position, reason])).toEqual([[11, 'key-missing']]);
  });

  it('sets aside what cannot be opened, unless a handler of before had it set aside already', async () => {
    const both = await admission([first!, second!]).admit([sealed(1, '')]);
    expect(both.setAside.map(({ reason }) => reason)).toEqual(['key-missing']);
    expect(await admission([first!]).admit([sealed(1, '')])).toEqual({ events: [], setAside: [] });
  });

  it('sets aside what is forged among what is new', async () => {
    const { events, setAside } = await admission([EmployeeLeft as unknown as EventContract], false).admit([
      eventOf(EmployeeLeft.type, 1),
      eventOf(HeadsPublished.type, 2),
    ]);
    expect(events).toEqual([]);
    expect(setAside.map(({ event, reason }) => [event.position, reason])).toEqual([[1, 'signature-invalid']]);
  });
});

describe('regions of which no key is known yet', () => {
  const heads = (region: string) => ({ ...eventOf(HeadsPublished.type, 1), region });

  /** An admission that learns keys from elsewhere: another service of the process reads the same ring. */
  function waiting() {
    const known = new Set<string>();
    const clock = { now: 1_000_000 };
    const unitOfWork = {
      run: async (work: (tx: never) => Promise<unknown>) => work({} as never),
    } as unknown as UnitOfWork;
    const admitting = new Admission(
      {
        unitOfWork,
        registry: new HandlerRegistry('learning-hours'),
        system: {
          handles: () => true,
          genuine: ({ region }) => known.has(region),
          isStranger: ({ region }) => !known.has(region),
          judgedBy: () => 'none',
          learnKeys: async () => undefined,
        },
        now: () => clock.now,
      },
      new ReaderState(new EpochBook(), '62.03'),
    );
    return { known, clock, admit: (region: string) => admitting.admit([heads(region)]) };
  }

  it('are waited for each, however long ago another was', async () => {
    const { known, clock, admit } = waiting();
    await expect(admit('62.04')).rejects.toMatchObject({ code: 'keys-not-stated' });
    known.add('62.04');
    expect((await admit('62.04')).events).toHaveLength(1);
    clock.now += 3_600_000;
    await expect(admit('62.05')).rejects.toMatchObject({ code: 'keys-not-stated' });
  });

  it('are waited for once, and hold nobody up after that', async () => {
    const { clock, admit } = waiting();
    await expect(admit('62.04')).rejects.toMatchObject({ code: 'keys-not-stated' });
    clock.now += 5_000;
    expect((await admit('62.04')).setAside).toMatchObject([{ reason: 'signature-invalid', detail: 'none' }]);
    expect((await admit('62.04')).setAside).toHaveLength(1);
  });

  it('are not waited for until a clock that was put back has come round again', async () => {
    const { clock, admit } = waiting();
    await expect(admit('62.04')).rejects.toMatchObject({ code: 'keys-not-stated' });
    clock.now -= 3_600_000;
    await expect(admit('62.04')).rejects.toMatchObject({ code: 'keys-not-stated' });
    clock.now += 5_000;
    expect((await admit('62.04')).setAside).toHaveLength(1);
  });
});
