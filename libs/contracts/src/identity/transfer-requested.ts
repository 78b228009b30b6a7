import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, employmentStatus, instant, pseudonym, text, uuid } from '../definition/fields.js';
import { transferTerms } from './transfer-terms.js';

const nullable = (maxLength: number, description: string) =>
  Type.Union([Type.String({ maxLength }), Type.Null()], { description });
const since = (description: string) => Type.Union([date('The day'), Type.Null()], { description });

export const TransferRequested = defineEvent({
  service: 'identity',
  name: 'transfer-requested',
  version: 1,
  description:
    'A region released an employee for transfer (mutasi) and asked another region to take the person over; nothing changes before both agree.',
  subject: 'transfer',
  retention: 'days-90',
  sharing: transferTerms,
  data: Type.Object({
    transferId: uuid('The transfer, the same in both regions'),
    effectiveOn: date('First day in the new region'),
    answerBy: instant('Without an answer until then the request lapses'),
    decreeNumber: nullable(100, 'Number of the decree of release (SK persetujuan melepas)'),
    fromAgencyName: text('Agency that the employee comes from', 300),
    toAgencyName: nullable(300, 'Agency that the employee is to go to, as far as it is known'),
    formerPseudonym: pseudonym('The person in the region that releases'),
    person: Type.Object(
      {
        name: text('Full name', 200),
        birthDate: since('Birth date'),
        sex: Type.Union([Type.Enum(['MALE', 'FEMALE']), Type.Null()], { description: 'Sex' }),
        employmentStatus: employmentStatus(),
        grade: nullable(8, 'Grade (golongan/ruang)'),
        gradeSince: since('First day in the grade (TMT golongan)'),
        positionType: nullable(40, 'Type of position (jenis jabatan)'),
        positionName: nullable(300, 'Position (jabatan)'),
        positionSince: since('First day in the position (TMT jabatan)'),
        identifiers: Type.Array(
          Type.Object({
            kind: Type.Enum(['NIP', 'NI_PPPK', 'NIP_LAMA', 'SIASN_PNS_ID'], { description: 'Kind of number' }),
            value: text('The number', 64),
            validFrom: since('First day it holds'),
            validTo: since('Last day it held'),
          }),
          { description: 'Numbers of the person, present and former' },
        ),
      },
      { description: 'Who is to be received' },
    ),
  }),
});
export type TransferRequested = EventData<typeof TransferRequested>;
