import type { Sex } from '@betang/asn';
import type { SeededRandom } from './seeded-random.js';

const givenNames: Readonly<Record<Sex, readonly string[]>> = {
  MALE: (
    'Adrianto Agustinus Ardiyan Bambang Baskoro Chandra Damar Darmawan Dedi Eko Fajar Ferdinan Gunawan Hadi Hendra Herman Indra Iwan Jaya Joko ' +
    'Krisna Lambung Lukas Mantir Markus Muhammad Nanang Nyaru Pandu Prasetyo Rahmat Rangga Rian Rizal Robi Samuel Satria Sigit Tambun Teguh ' +
    'Temanggung Tono Usup Wahyu Wawan Yansen Yohanes Yudi Yusuf Zainal'
  ).split(' '),
  FEMALE: (
    'Agustina Aminah Anisa Ayu Bawi Cahaya Citra Debora Dewi Dian Elisabet Endang Ester Fatimah Fitri Hartati Hidayah Ida Ina Indah Intan ' +
    'Kartika Kumala Lestari Lidia Lina Maria Marlina Maya Mega Melati Nila Norhayati Novita Nyai Putri Rahmawati Rani Ratna Rina Rosmala Rusmini ' +
    'Sari Siti Sri Tiara Tuti Wahyuni Yanti Yuliana'
  ).split(' '),
};

/** Second names are put together from syllables: the people are invented and no list of real families is needed. */
const openings = 'Ba Da Ka La Ma Na Pa Ra Sa Ta Wi Su Ha Ju Ke Lu Man Pun Run Tim Bun Gar Han Jan Lan'.split(' ');
const middles = 'da gi ha ja ka li mi na ra ri sa ta wa ngka nta nda mba ru ti lu'.split(' ');
const endings = 'n ng h man wan tio yanto ni wati ran lan sang ruk deng tung nti'.split(' ');
const degrees = [
  ', S.E.',
  ', S.Sos., M.Si.',
  ', S.H.',
  ', S.T.',
  ', S.Pd.',
  ', A.Md.',
  ', S.Kom.',
  ', S.E., M.M.',
  ', S.Kep., Ners',
];

/** A full name, some with academic degrees behind a comma as rosters write them. */
export function inventName(random: SeededRandom, sex: Sex): string {
  const words = [random.pick(givenNames[sex])];
  if (random.chance(0.35)) words.push(random.pick(givenNames[sex]));
  words.push(random.pick(openings) + random.pick(middles) + random.pick(endings));
  const degree = random.chance(0.4) ? random.pick(degrees) : '';
  return (random.chance(0.02) ? 'Dr. ' : '') + [...new Set(words)].join(' ') + degree;
}

/** Towns of birth. */
export const birthPlaces = (
  'Kuala Kapuas,Palangka Raya,Sampit,Pangkalan Bun,Buntok,Muara Teweh,Kasongan,Kuala Pembuang,Sukamara,Nanga Bulik,Kuala Kurun,Pulang Pisau,' +
  'Puruk Cahu,Tamiang Layang,Banjarmasin,Samarinda,Balikpapan,Tenggarong,Martapura,Pontianak,Surabaya,Yogyakarta,Makassar'
).split(',');
