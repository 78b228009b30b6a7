import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, instant, regionCode, text, uuid } from '../definition/fields.js';
import { catalogueTerms } from './catalogue-terms.js';
import { deliveryMode } from './session-state.js';

export const SeatsOffered = defineEvent({
  service: 'training-catalog',
  name: 'seats-offered',
  version: 1,
  description:
    'A region opened seats of one of its sessions to other regions, with a quota for each, or changed or closed the offer.',
  subject: 'session',
  retention: 'years-2',
  sharing: catalogueTerms,
  data: Type.Object({
    sessionId: uuid('The session (angkatan)'),
    offerVersion: Type.Integer({ minimum: 1, description: 'Counts up; the highest one holds' }),
    state: Type.Enum(['OPEN', 'CLOSED'], { description: 'Whether requests are taken' }),
    programmeId: uuid('Its programme'),
    title: text('Title of the programme', 300),
    startsOn: date('First day'),
    endsOn: date('Last day'),
    delivery: deliveryMode(),
    place: text('Where (kind of place or town), never the address of a meeting', 300),
    quotas: Type.Array(Type.Object({ region: regionCode('Region that may fill them'), seats: count('Seats') }), {
      maxItems: 600,
      description: 'Seats kept for single regions',
    }),
    reservedUntil: Type.Optional(
      instant(
        'Until then the seats of the quotas are held for their regions; from then on, and where it is missing, a quota is a limit only',
      ),
    ),
    openSeats: count('Seats that any other region may fill, beside the quotas'),
    requestUntil: date('Last day for requests'),
    contribution: Type.Integer({ minimum: 0, description: 'What a region pays per participant (kontribusi), rupiah' }),
  }),
});
export type SeatsOffered = EventData<typeof SeatsOffered>;
