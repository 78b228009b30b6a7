import ExcelJS from 'exceljs';

/** One invented person of a test roster. */
export interface RosterPerson {
  readonly number: string | number;
  readonly name: string;
  readonly agency: string;
  readonly unit: string;
  readonly status?: string;
  readonly grade?: string;
  readonly position?: string;
  readonly positionType?: string;
  readonly birthDate?: string;
  readonly sex?: string;
  /** Columns of their own, where anybody of the list has them. */
  readonly formerNumber?: string;
  readonly siasnId?: string;
  readonly gradeSince?: string;
  readonly positionSince?: string;
}

/** Invents a person: the same index is the same person. Numbers are valid and distinct up to 100,000 people. */
export function invent(index: number, change: Partial<RosterPerson> = {}): RosterPerson {
  const day = (index % 28) + 1;
  const month = (Math.floor(index / 28) % 12) + 1;
  const year = 1970 + (Math.floor(index / 336) % 25);
  const sequence = (Math.floor(index / 8400) % 900) + 1;
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const sex = (index % 2) + 1;
  return {
    number: `${year}${pad(month)}${pad(day)}${year + 25}${pad(month)}${sex}${pad(sequence, 3)}`,
    name: `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / FIRST.length) % LAST.length]} ${letters(index)}`,
    agency: `Dinas Contoh ${(index % 5) + 1}`,
    unit: `Bidang ${(Math.floor(index / 5) % 4) + 1}`,
    status: 'PNS',
    grade: 'III/a',
    position: 'Analis Kebijakan',
    positionType: 'Fungsional Ahli Muda',
    birthDate: `${pad(day)}-${pad(month)}-${year}`,
    sex: sex === 1 ? 'L' : 'P',
    ...change,
  };
}

const FIRST = ['Sari', 'Budi', 'Rina', 'Anton', 'Dewi', 'Yusuf', 'Lestari'];
const LAST = ['Contoh', 'Rekaan', 'Umpama', 'Misalnya', 'Andaian'];

/** A name part that differs from person to person. */
function letters(index: number): string {
  return [...index.toString(26)]
    .map((digit) => String.fromCharCode(97 + parseInt(digit, 26)))
    .join('')
    .padStart(4, 'x');
}

const HEADINGS = [
  'No',
  'Nama Lengkap',
  'NIP / NI PPPK',
  'L/P',
  'Tanggal Lahir',
  'Status',
  'Gol. Ruang',
  'Nama Jabatan',
  'Jenis Jabatan',
  'Unit Kerja',
  'OPD',
];

/** Writes the people as an office would: title, headings, rows. */
export async function writeRoster(people: readonly RosterPerson[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('DUK');
  sheet.addRow(['DAFTAR URUT KEPANGKATAN']);
  sheet.addRow([]);
  const further = people.some(({ formerNumber, siasnId }) => (formerNumber ?? siasnId) !== undefined);
  const dated = people.some(({ gradeSince, positionSince }) => (gradeSince ?? positionSince) !== undefined);
  sheet.addRow([...HEADINGS, ...(further ? ['NIP Lama', 'PNS ID'] : []), ...(dated ? ['TMT Gol', 'TMT Jabatan'] : [])]);
  people.forEach((person, index) => {
    sheet.addRow([
      index + 1,
      person.name,
      person.number,
      person.sex,
      person.birthDate,
      person.status,
      person.grade,
      person.position,
      person.positionType,
      person.unit,
      person.agency,
      ...(further ? [person.formerNumber, person.siasnId] : []),
      ...(dated ? [person.gradeSince, person.positionSince] : []),
    ]);
  });
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** Spreadsheet row of a person in {@link writeRoster}. */
export const rowOf = (index: number): number => index + 4;
