import { describe, expect, it } from '@jest/globals';
import { competencies, parseCompetencies } from './competencies.js';
import { findLearningHourPolicy, learningHourPolicies, parseLearningHourPolicies } from './learning-hour-policies.js';
import { findLearningPath, findPathBySiasnType, learningPaths, parseLearningPaths } from './learning-paths.js';
import { readReferenceFile } from './reference-file.js';
import { findRegion, parseRegions, regions } from './regions.js';

describe('the reference data of the product', () => {
  it('holds 26 learning paths with hours as hundredths of a JP', () => {
    expect(learningPaths()).toHaveLength(26);
    expect(findLearningPath('KL06', '2026-03-01')).toEqual({
      code: 'KL06',
      form: 'classical',
      nameId: 'Seminar/konferensi/sarasehan',
      nameEn: 'Seminar or conference (webinars included)',
      unit: 'DAY',
      nationalHundredths: 400,
      internationalHundredths: 600,
      internationalBonusPercent: null,
      capHundredths: null,
      capActivities: null,
      capPeriod: null,
      siasnTypeId: 9,
      validFrom: '2018-01-01',
      validTo: null,
      basis: 'PerLAN 10/2018',
      status: 'confirmed',
    });
    expect(findLearningPath('NKL09', '2026-03-01')).toMatchObject({ capHundredths: 200, capPeriod: 'DAY' });
    expect(findLearningPath('NKL01', '2026-03-01')).toMatchObject({ capActivities: 2, capPeriod: 'MONTH' });
  });

  it('knows no path before it was in force, nor one that does not exist', () => {
    expect(findLearningPath('KL06', '2018-01-01')?.code).toBe('KL06');
    expect(findLearningPath('KL06', '2017-12-31')).toBeUndefined();
    expect(findLearningPath('KL99', '2026-03-01')).toBeUndefined();
  });

  it('finds a path by its SIASN course type', () => {
    expect(findPathBySiasnType(9)?.code).toBe('KL06');
    expect(findPathBySiasnType(9, '2026-03-01')?.code).toBe('KL06');
    expect(findPathBySiasnType(9, '2017-12-31')).toBeUndefined();
    expect(findPathBySiasnType(0)).toBeUndefined();
  });

  it('holds a policy of learning hours for each employment status', () => {
    expect(learningHourPolicies().map((policy) => policy.employmentStatus)).toEqual([
      'CPNS',
      'PNS',
      'PPPK',
      'PPPK_PARUH_WAKTU',
    ]);
    expect(findLearningHourPolicy('PNS', '2026-12-31')).toMatchObject({
      minimumHundredths: 2000,
      maximumCountedHundredths: null,
    });
    expect(findLearningHourPolicy('PPPK', '2026-12-31')).toMatchObject({
      minimumHundredths: null,
      maximumCountedHundredths: 2400,
      status: 'unverified',
    });
    expect(findLearningHourPolicy('PPPK_PARUH_WAKTU', '2024-12-31')).toBeUndefined();
  });

  it('holds 9 competencies with levels 1 to 5', () => {
    expect(competencies()).toHaveLength(9);
    expect(competencies()[8]).toEqual({
      code: 'SOS-01',
      group: 'socio-cultural',
      nameId: 'Perekat bangsa',
      nameEn: 'Binding the nation together',
      minLevel: 1,
      maxLevel: 5,
    });
  });

  it('holds 38 provinces and 514 regencies and cities', () => {
    const count = (level: string) => regions().filter((region) => region.level === level).length;
    expect([count('province'), count('regency'), count('city')]).toEqual([38, 416, 98]);
    expect(findRegion('62.03')).toEqual({
      code: '62.03',
      parentCode: '62',
      level: 'regency',
      name: 'Kabupaten Kapuas',
      population: 417854,
      areaKm2: 17033.54,
      latitude: -1.7634,
      longitude: 114.3027,
      bpsCode: '6203',
    });
    expect(regions().filter((region) => region.parentCode === '62')).toHaveLength(14);
  });

  it('never takes a code without its dot for a region', () => {
    expect(findRegion('6203')).toBeUndefined();
  });
});

const files = {
  'learning-paths.csv': parseLearningPaths,
  'learning-hour-policies.csv': parseLearningHourPolicies,
  'competencies.csv': parseCompetencies,
  'regions.csv': parseRegions,
} as const;
type File = keyof typeof files;

/** The true file with one cell changed. */
function changed(file: File, line: number, column: string, value: string): string {
  const lines = readReferenceFile(file).split('\n');
  const index = (lines[0] ?? '').split(',').indexOf(column);
  const cells = (lines[line - 1] ?? '').split(',');
  cells[index] = value;
  lines[line - 1] = cells.join(',');
  return lines.join('\n');
}

describe('a wrong cell stops the load, named by file, line and column:', () => {
  it.each<[File, number, string, string, string?]>([
    ['learning-paths.csv', 2, 'code', 'KL1'],
    ['learning-paths.csv', 3, 'code', 'KL01', 'validFrom'],
    ['learning-paths.csv', 2, 'form', 'online'],
    ['learning-paths.csv', 2, 'nameId', ''],
    ['learning-paths.csv', 2, 'unit', 'HOUR'],
    ['learning-paths.csv', 7, 'jpNational', '4;5'],
    ['learning-paths.csv', 7, 'jpNational', '4.125'],
    ['learning-paths.csv', 7, 'jpNational', '-4'],
    ['learning-paths.csv', 7, 'jpNational', ''],
    ['learning-paths.csv', 7, 'jpInternational', ''],
    ['learning-paths.csv', 2, 'jpNational', '4'],
    ['learning-paths.csv', 2, 'jpInternational', '4'],
    ['learning-paths.csv', 2, 'internationalBonusPercent', ''],
    ['learning-paths.csv', 2, 'internationalBonusPercent', '20.5'],
    ['learning-paths.csv', 7, 'internationalBonusPercent', '20'],
    ['learning-paths.csv', 14, 'capPeriod', ''],
    ['learning-paths.csv', 14, 'capPeriod', 'WEEK'],
    ['learning-paths.csv', 14, 'capActivities', '', 'capPeriod'],
    ['learning-paths.csv', 3, 'siasnTypeId', '1', 'validFrom'],
    ['learning-paths.csv', 2, 'validFrom', '2018-02-30'],
    ['learning-paths.csv', 2, 'validFrom', '01-01-2018'],
    ['learning-paths.csv', 2, 'validTo', '2017-12-31'],
    ['learning-paths.csv', 2, 'basis', ''],
    ['learning-paths.csv', 2, 'status', 'sure'],
    ['learning-hour-policies.csv', 2, 'employmentStatus', 'HONORER'],
    ['learning-hour-policies.csv', 3, 'employmentStatus', 'CPNS', 'validFrom'],
    ['learning-hour-policies.csv', 2, 'minimumJp', ''],
    ['learning-hour-policies.csv', 2, 'maximumCountedJp', '19.99'],
    ['learning-hour-policies.csv', 2, 'period', 'CONTRACT_YEAR'],
    ['competencies.csv', 2, 'code', 'MAN1'],
    ['competencies.csv', 3, 'code', 'MAN-01'],
    ['competencies.csv', 2, 'group', 'technical'],
    ['competencies.csv', 2, 'maxLevel', '0'],
    ['regions.csv', 3, 'code', '1101'],
    ['regions.csv', 4, 'code', '11.01'],
    ['regions.csv', 3, 'parentCode', ''],
    ['regions.csv', 3, 'parentCode', '12'],
    ['regions.csv', 2, 'parentCode', '12'],
    ['regions.csv', 3, 'level', 'district'],
    ['regions.csv', 3, 'population', '239.629'],
    ['regions.csv', 3, 'areaKm2', 'large'],
    ['regions.csv', 3, 'latitude', '90.1'],
    ['regions.csv', 3, 'longitude', '-180.1'],
    ['regions.csv', 3, 'bpsCode', '11.01'],
  ])('%s line %p %s %p', (file, line, column, value, at = column) => {
    expect(() => files[file](changed(file, line, column, value))).toThrow(
      expect.objectContaining({ code: 'reference-data-invalid', place: { file, line, column: at } }),
    );
  });

  it('says so in words', () => {
    expect(() => parseRegions(changed('regions.csv', 3, 'areaKm2', 'large'))).toThrow(
      'regions.csv, line 3, column areaKm2: is not a decimal number',
    );
  });

  it.each(Object.keys(files) as File[])('%s without its columns, its rows, or with a short row', (file) => {
    const [header = '', first = ''] = readReferenceFile(file).split('\n');
    const columns = header.split(',');
    const refused = (text: string, place: object) =>
      expect(() => files[file](text)).toThrow(expect.objectContaining({ place: expect.objectContaining(place) }));
    refused('', { file, line: 1, column: columns[0] });
    refused(header, { file });
    refused(`${header.replace(columns[1] as string, 'other')}\n${first}`, { file, line: 1, column: columns[1] });
    refused(`${header}\n${first}\nshort,row`, { file, line: 3 });
  });

  it('a file that is not there', () => {
    expect(() => readReferenceFile('nowhere.csv')).toThrow(
      expect.objectContaining({ code: 'reference-data-invalid', place: { file: 'nowhere.csv' } }),
    );
  });
});

describe('dated rules', () => {
  const [header = '', , , , , , kl06 = ''] = readReferenceFile('learning-paths.csv').split('\n');
  const row = (from: string, to: string, hours: string) =>
    kl06.replace(',4,', `,${hours},`).replace('2018-01-01,,', `${from},${to},`);

  it('follow one another, half hours as hundredths, each found on its days', () => {
    const paths = parseLearningPaths(
      [header, row('2018-01-01', '2025-12-31', '4'), row('2026-01-01', '', '40.5')].join('\n'),
    );
    expect(paths.map((path) => path.nationalHundredths)).toEqual([400, 4050]);
  });

  it('never share a day', () => {
    expect(() =>
      parseLearningPaths([header, row('2018-01-01', '2026-01-01', '4'), row('2026-01-01', '', '5')].join('\n')),
    ).toThrow('learning-paths.csv, line 3, column validFrom: overlaps line 2');
  });
});
