import { poll } from '../api/poll.js';
import type { RegionApi } from '../api/region-api.js';

/** A programme of the province, open to the people of every region. */
const PROGRAMME = {
  title: 'Pelatihan Kesiapsiagaan Karhutla bagi ASN (rekaan)',
  pathCode: 'KL03',
  delivery: 'BLENDED',
  hoursHundredths: 2_000,
  meetings: 3,
  organiser: 'BPSDM Provinsi Kalimantan Tengah',
  developmentTarget: 'Ketahanan daerah terhadap bencana',
  competencyCodes: [],
};

/** Publishes one programme of the province; every region then offers it too. Answers its title. */
export async function publishProgramme(api: RegionApi): Promise<string> {
  const key = 'local-programme-karhutla';
  const { programmeId } = await api.post<{ programmeId: string }>('training-catalog', 'programmes', key, PROGRAMME);
  await api.post('training-catalog', `programmes/${programmeId}/publish`, `${key}-publish`);
  return PROGRAMME.title;
}

const PATIENCE_SECONDS = 60;

/** Waits until every region offers the province's programme. */
export async function waitForProgramme(apis: readonly RegionApi[], signal: AbortSignal): Promise<void> {
  const offers = async (api: RegionApi) => {
    const { items } = await api.get<{ items: { title: string }[] }>('training-catalog', 'catalogue?limit=100');
    return items.some(({ title }) => title === PROGRAMME.title);
  };
  const ask = async () => ((await Promise.all(apis.map(offers))).every(Boolean) ? true : undefined);
  await poll(ask, { what: PROGRAMME.title, seconds: PATIENCE_SECONDS, signal });
}
