/** Why a request is closed that nobody has to decide any more; told to the province in these words. */
export const NOT_NEEDED = {
  superseded: 'Diganti oleh permohonan yang lebih baru',
  published: 'Sudah terbit: ketentuan yang berlaku tidak meminta keputusan ini',
  joined: 'Bergabung dengan pelatihan serupa',
  withdrawn: 'Program ditarik',
  dictionary: 'Kode kompetensi mengikuti kamus yang baru; ajukan lagi',
} as const;
