/** A government of the local federation. All of its data is invented. */
export interface LocalRegion {
  readonly code: string;
  readonly name: string;
  readonly role: 'hub' | 'region';
}

/** The province first: the others join it. */
export const LOCAL_REGIONS: readonly LocalRegion[] = [
  { code: '62', name: 'Kalimantan Tengah', role: 'hub' },
  { code: '62.03', name: 'Kapuas', role: 'region' },
  { code: '62.71', name: 'Palangka Raya', role: 'region' },
];
