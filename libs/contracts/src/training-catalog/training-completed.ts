import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, text, uuid } from '../definition/fields.js';
import { deliveryMode, developedCompetency } from './session-state.js';

export const TrainingCompleted = defineEvent({
  service: 'training-catalog',
  name: 'training-completed',
  version: 1,
  description: 'A person completed a training: attended here, or proven by a record from elsewhere.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    completionId: uuid('The completion; a second event with the same id is the same completion'),
    employeeId: uuid('Who completed it'),
    programmeId: Type.Union([uuid('The programme'), Type.Null()]),
    sessionId: Type.Union([uuid('The session'), Type.Null()]),
    title: text('Title of the training', 300),
    organiser: text('Organiser (penyelenggara)', 300),
    pathCode: text('Path of development (jalur): KL01 … NKL13, PEND', 10),
    scope: Type.Enum(['NATIONAL', 'INTERNATIONAL'], { description: 'International trainings convert to more hours' }),
    quantityHundredths: Type.Integer({
      minimum: 1,
      maximum: 10_000_000,
      description:
        'How much, in hundredths of the unit that the path counts in: JP of the programme, days, sessions, activities or semesters',
    }),
    startedOn: date('First day'),
    completedOn: date('Last day; its year is the year the hours count in'),
    certificateNumber: Type.Union([Type.String({ maxLength: 200 }), Type.Null()], {
      description: 'Number on the certificate (nomor sertifikat)',
    }),
    programmeVersion: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, description: 'Version of the programme' }), Type.Null()]),
    ),
    delivery: Type.Optional(Type.Union([deliveryMode(), Type.Null()])),
    competencies: Type.Optional(
      Type.Array(developedCompetency, { maxItems: 50, description: 'Competencies that it developed, with levels' }),
    ),
    developmentTargetId: Type.Optional(Type.Union([uuid('Development target that it served'), Type.Null()])),
    heldByRegion: Type.Optional(regionCode('Region that held the training, when it was another one')),
    certificateId: Type.Optional(Type.Union([uuid('The certificate that this region issued'), Type.Null()])),
  }),
});
export type TrainingCompleted = EventData<typeof TrainingCompleted>;
