import type { RegionApi } from './region-api.js';

/** A programme of the province, open to the people of every region. */
const PROGRAMME = {
  title: 'Pelatihan Kesiapsiagaan Karhutla bagi ASN (rekaan)',
  pathCode: 'KL03',
  delivery: 'BLENDED',
  hours: 2_000,
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
