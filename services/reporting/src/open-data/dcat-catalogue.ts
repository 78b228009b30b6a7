import type { DatasetView } from './open-data.dto.js';

const HERE = '/api/reporting/v1/open-data';
const FREQUENCIES = 'http://publications.europa.eu/resource/authority/frequency/';
const PERIODICITY: Readonly<Record<string, string>> = {
  DAILY: 'DAILY',
  MONTHLY: 'MONTHLY',
  QUARTERLY: 'QUARTERLY',
  YEARLY: 'ANNUAL',
};
const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;
const MEDIA_TYPES = { csv: 'text/csv', json: 'application/json' } as const;

/**
 * The catalogue of what is published in the words of data portals (W3C DCAT 3, JSON-LD), so that a portal of Satu Data Indonesia can harvest it.
 * Addresses are relative to the catalogue's own.
 */
export function dcatCatalogue(datasets: readonly DatasetView[], title: string): object {
  return {
    '@context': CONTEXT,
    '@id': HERE,
    '@type': 'dcat:Catalog',
    'dct:title': title,
    'dct:language': ['id', 'en'],
    'dcat:dataset': datasets.map(datasetOf),
  };
}

function datasetOf(dataset: DatasetView): object {
  const { id, title, description, publisher, contact, licence, frequency, region, regionName, publishedAt } = dataset;
  return {
    '@id': `${HERE}/${id}`,
    '@type': 'dcat:Dataset',
    'dct:identifier': `${region}/${id}`,
    'dct:title': title,
    'dct:description': description,
    'dct:publisher': { '@type': 'foaf:Organization', 'foaf:name': publisher },
    'dcat:contactPoint': { '@type': 'vcard:Organization', 'vcard:fn': contact },
    'dct:license': licence,
    'dct:accrualPeriodicity': { '@id': `${FREQUENCIES}${PERIODICITY[frequency] ?? 'UNKNOWN'}` },
    'dct:spatial': { '@type': 'dct:Location', 'dct:identifier': region, 'dct:title': regionName },
    'dct:issued': { '@type': 'xsd:dateTime', '@value': publishedAt.toISOString() },
    'dcat:distribution': dataset.years.flatMap((year) => [
      distributionOf(dataset, year, 'csv'),
      distributionOf(dataset, year, 'json'),
    ]),
  };
}

function distributionOf({ id, title, licence }: DatasetView, year: number, format: keyof typeof MEDIA_TYPES): object {
  return {
    '@type': 'dcat:Distribution',
    'dct:title': `${title}, ${year}`,
    'dcat:downloadURL': { '@id': `${HERE}/${id}${format === 'csv' ? '/csv' : ''}?year=${year}` },
    'dcat:mediaType': MEDIA_TYPES[format],
    'dct:license': licence,
  };
}
