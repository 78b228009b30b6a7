import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import type { IncompleteCourse, SiasnRecord } from '../siasn/siasn-course.js';
import { completeRecord as completeWithin, type RecordCompletion } from './complete-record.decision.js';

const record: IncompleteCourse = {
  record: 'KURSUS',
  siasnId: 's-1',
  typeId: 8,
  title: 'Bimtek Anggaran',
  organiser: 'BPSDM (rekaan)',
  hours: 800,
  certificateNumber: 'BA/1',
  startedOn: null,
  completedOn: null,
  year: 2026,
  scope: 'NATIONAL',
};

const completeRecord = (theirs: SiasnRecord, given: RecordCompletion) =>
  completeWithin(theirs, given, USUAL_AMOUNT_BOUNDS);

describe('a record that SIASN keeps without a day', () => {
  it('is complete with the day of its certificate; the last day is the first where none is named', () => {
    expect(completeRecord(record, { startedOn: '2026-03-02' })).toMatchObject({
      course: { title: 'Bimtek Anggaran', hours: 800, startedOn: '2026-03-02', completedOn: '2026-03-02' },
    });
  });

  it('stays set aside for what it still lacks', () => {
    expect(completeRecord(record, {})).toEqual({ obstacles: ['day-missing'] });
    expect(completeRecord(record, { startedOn: '2026-03-02', completedOn: '2026-03-01' })).toEqual({
      obstacles: ['ends-before-start'],
    });
    expect(completeRecord({ ...record, typeId: 99, hours: 0 }, { startedOn: '2026-03-02', typeId: 8 })).toEqual({
      obstacles: ['hours-missing'],
    });
  });

  it('keeps what SIASN says itself, whatever an officer enters', () => {
    const entered = { startedOn: '2026-03-02', title: 'Judul lain', hours: 2_400, typeId: 3 };
    expect(completeRecord(record, entered)).toMatchObject({
      course: { title: 'Bimtek Anggaran', hours: 800, typeId: 8 },
    });
    expect(completeRecord({ ...record, title: '', hours: 0 }, entered)).toMatchObject({
      course: { title: 'Judul lain', hours: 2_400 },
    });
  });
});

describe('a record that states more than its days hold', () => {
  const oneDay = { ...record, hours: 90_300, startedOn: '2026-06-20', completedOn: '2026-06-20' };

  it('waits for the days, or the hours, of its certificate', () => {
    expect(completeRecord(oneDay, {})).toMatchObject({
      obstacles: ['amount-impossible'],
      tooMuch: { code: 'hours-too-many', params: { most: 32 } },
    });
    expect(completeRecord(oneDay, { startedOn: '2026-02-01' })).toMatchObject({
      course: { hours: 90_300, startedOn: '2026-02-01', completedOn: '2026-06-20' },
    });
    expect(completeRecord(oneDay, { hours: 900 })).toMatchObject({
      course: { hours: 900, startedOn: '2026-06-20', completedOn: '2026-06-20' },
    });
  });
});
