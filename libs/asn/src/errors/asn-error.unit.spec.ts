import { describe, expect, it } from '@jest/globals';
import { AsnError, asnErrorCodes } from './asn-error.js';
import { asnErrorMessages, asnErrorText } from './asn-error.messages.js';

describe('AsnError', () => {
  it('keeps code, params and cause when it is told its field', () => {
    const error = new AsnError('employee-number.length', 'text', { params: { length: 17 } });
    const placed = error.at('nip');
    expect(placed).toMatchObject({
      code: 'employee-number.length',
      field: 'nip',
      params: { length: 17 },
      cause: error,
    });
    expect(error.field).toBeUndefined();
    expect(placed).toBeInstanceOf(Error);
    expect(placed.name).toBe('AsnError');
  });

  it('has immutable params', () => {
    const error = new AsnError('employee-number.length', 'text', { params: { length: 17 } });
    expect(Object.isFrozen(error.params)).toBe(true);
  });
});

describe('messages', () => {
  it.each(asnErrorCodes)('%s has a text in both languages, and they name the same parameters', (code) => {
    const { id, en } = asnErrorMessages[code];
    expect(id.length).toBeGreaterThan(10);
    expect(en.length).toBeGreaterThan(10);
    expect(id).not.toBe(en);
    expect(id.match(/\{\w+\}/g)).toEqual(en.match(/\{\w+\}/g));
  });

  it('fills in the parameters', () => {
    const error = new AsnError('calendar-year.range', 'text', { params: { minimum: 1900, maximum: 2200 } });
    expect(asnErrorText(error, 'id')).toBe('Tahun harus antara 1900 dan 2200.');
    expect(asnErrorText(error, 'en')).toBe('The year must be between 1900 and 2200.');
  });

  it('leaves a parameter that is not given as it stands', () => {
    expect(asnErrorText(new AsnError('employee-number.length', 'text'), 'en')).toContain('{length}');
  });
});
