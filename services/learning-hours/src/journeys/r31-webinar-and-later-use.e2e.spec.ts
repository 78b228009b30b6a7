import { LaterUseConfirmed } from '@betang/contracts';
import { Sweeps } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsModule } from '@betang/platform';
import { learningHours } from '../learning-hours.definition.js';
import { Journey, evidence } from '../testing/journey.js';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.start({ BETANG_LATER_USE_DAYS: '1' });
});
afterAll(async () => journey?.stop());

/** R31: a webinar counts although its benefit is not immediate; what it was good for is told later. */
describe('someone who attended a webinar', () => {
  it('has its hours at once, is asked for its use later, tells it, and has it confirmed', async () => {
    const supervisor = await journey.supervisor(journey.health);
    const person = await journey.person({ supervisorId: supervisor.id });
    const yesterday = journey.day(-2);
    const completionId = await journey.completes(person.id, {
      pathCode: 'KL06',
      quantityHundredths: 100,
      completedOn: yesterday,
      title: 'Webinar Pelayanan Digital',
    });
    await journey.counted(person.id, 400);
    const due = await journey.get<{ items: { completionId: string }[] }>('me/later-use/due', person.token);
    expect(due.body.items.map((item) => item.completionId)).toEqual([completionId]);
    const sweeps = journey.service.app.select(JobsModule.forService(learningHours)).get(Sweeps, { strict: false });
    await sweeps.runNow('later-use');
    await sweeps.runNow('later-use');
    const notices = await journey.get<{ items: { code: string; text: string }[] }>('notices', person.token);
    expect(notices.body.items.filter(({ code }) => code === 'later-use-due')).toEqual([
      expect.objectContaining({
        text: 'Ceritakan bagaimana hasil "Webinar Pelayanan Digital" dimanfaatkan dalam pekerjaan.',
      }),
    ]);
    const use = {
      completionId,
      kind: 'IMPROVED_SERVICE',
      usedOn: yesterday,
      description: 'Formulir pendaftaran pasien kini diisi daring.',
    };
    const told = await journey.post<{ laterUseId: string }>('me/later-use', use, person.token);
    expect(told.status).toBe(201);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(evidence('foto'))]), 'foto.pdf');
    const path = `me/later-use/${told.body.laterUseId}/evidence`;
    expect((await journey.service.call('POST', path, { as: person.token, form })).status).toBe(201);
    const waiting = await journey.get<{ items: { laterUseId: string }[] }>('later-use?state=TOLD', supervisor.token);
    expect(waiting.body.items.map(({ laterUseId }) => laterUseId)).toEqual([told.body.laterUseId]);
    const decision = await journey.post(
      `later-use/${told.body.laterUseId}/decision`,
      { decision: 'CONFIRM' },
      supervisor.token,
    );
    expect(decision.body).toMatchObject({ state: 'CONFIRMED' });
    const sql = 'SELECT body FROM learning_hours.outbox WHERE type = $1';
    const [event] = await journey.service.region.sql<{ body: Buffer }>(sql, [LaterUseConfirmed.type]);
    expect(JSON.parse(event!.body.toString())).toMatchObject({
      completionId,
      kind: 'IMPROVED_SERVICE',
      usedOn: yesterday,
    });
    expect((await journey.get<{ items: object[] }>('me/later-use/due', person.token)).body.items).toEqual([]);
  });

  it('cannot tell of a training of someone else, nor confirm a use of one’s own', async () => {
    const [person, other] = [await journey.supervisor(journey.health), await journey.person()];
    const day = `${journey.year}-01-05`;
    const completionId = await journey.completes(person.id, { pathCode: 'KL06', completedOn: day });
    await journey.counted(person.id, 400);
    const use = { completionId, kind: 'SHARED', usedOn: day, description: 'Dibagikan kepada rekan satu ruangan.' };
    expect((await journey.post<{ code: string }>('me/later-use', use, other.token)).body.code).toBe('entry-not-found');
    const early = await journey.post<{ code: string }>(
      'me/later-use',
      { ...use, usedOn: `${journey.year}-01-04` },
      person.token,
    );
    expect(early.body.code).toBe('later-use-too-early');
    const { body } = await journey.post<{ laterUseId: string }>('me/later-use', use, person.token);
    const own = await journey.post<{ code: string }>(
      `later-use/${body.laterUseId}/decision`,
      { decision: 'CONFIRM' },
      person.token,
    );
    expect(own.body.code).toBe('later-use-own');
  });
});
