import { Type } from 'typebox';
import { date, employmentStatus, text, uuid } from '../definition/fields.js';

/** What an employee was when a year ended: to whom the hours of that year belong. */
const stateOfYear = Type.Object({
  year: Type.Integer({ minimum: 1950, maximum: 2200, description: 'Calendar year' }),
  employmentStatus: employmentStatus(),
  agencyId: uuid('Agency (perangkat daerah) on 31 December'),
  unitId: uuid('Organisational unit (unit kerja) on 31 December'),
});

/** What an employee was when years ended that are over, as an event tells it of each year of which it says something else than those before it. */
export const earlierYears = (description: string) =>
  Type.Optional(Type.Array(stateOfYear, { maxItems: 100, description }));

/** The present of an employee (pegawai) as other services of the same region need it. Personal data: never leaves the region. */
export const employeeState = Type.Object({
  employeeId: uuid('Our own id of the person, the same for life'),
  employeeNumber: Type.String({ pattern: '^\\d{18}$', description: 'NIP or NI PPPK, 18 digits' }),
  name: text('Full name', 200),
  employmentStatus: employmentStatus(),
  agencyId: uuid('Agency (perangkat daerah)'),
  unitId: uuid('Organisational unit (unit kerja); the agency itself when there is none below it'),
  grade: Type.Union([Type.String({ maxLength: 8 }), Type.Null()], {
    description: 'Grade (golongan/ruang), III/a or IX',
  }),
  positionType: Type.Union([Type.String({ maxLength: 40 }), Type.Null()], {
    description: 'Type of position (jenis jabatan)',
  }),
  positionName: Type.Union([Type.String({ maxLength: 300 }), Type.Null()], { description: 'Position (jabatan)' }),
  supervisorId: Type.Optional(
    Type.Union([uuid('The supervisor'), Type.Null()], {
      description: 'Direct supervisor (atasan langsung): head of the unit or of one above, or as an officer said',
    }),
  ),
  retiresOn: Type.Optional(
    Type.Union([date('The day'), Type.Null()], {
      description: 'First day in retirement (TMT pensiun) as forecast from birth date and position; a forecast only',
    }),
  ),
  earlierYears: earlierYears(
    'What the employee was when years ended that are over, of each year for which this event says something else than those before it: a decree of ' +
      'December (TMT) that is recorded in January. A year that is not named stays as it was told.',
  ),
});
