/** Why a free text may stand in an address, and of which parameters this holds: a name alone wherever it is used, else with its endpoint. */
export const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  'a code, a key or a name of ours': [
    ...['positionType', 'grade', 'kind', 'action', 'reason', 'report', 'dataset', 'groupBy', 'figure', 'key', 'place'],
    ...['region', 'originRegion', 'otherRegion', 'competency', 'competencies', 'pathCode', 'code'],
    ...['competencyCode', 'fromCode', 'sort'],
  ],
  'an opaque id or a random sign': [
    ...['objectId', 'actor', 'requestedBy', 'readers', 'clientId', 'sessionId', 'moduleId', 'parentId'],
    ...['originProgrammeId', 'fingerprint', 'sha256'],
  ],
  'opens the page of one certificate for who holds the paper: a QR code must be a link, and the log of the gateway leaves it out':
    ['GET training-catalog verify/{token}?token'],
  'yes or no': ['found', 'live', 'inForce', 'waiting', 'passed'],
  'a day': ['from', 'to'],
  'a field (bidang) of a plan or a group that a training is for': ['field', 'targetGroups'],
  'the title of a training, a plan, a need or a target': [
    'GET competency-mapping needs/raised?search',
    'GET competency-mapping synchronisation/proposals?search',
    'GET competency-mapping targets?q',
    'GET training-catalog catalogue?search',
    'GET training-catalog joint-sessions?search',
    'GET training-catalog programmes/{programmeId}/materials?search',
    'GET training-catalog programmes?search',
    'GET training-catalog publication-requests?search',
    'GET training-catalog publication-reviews?search',
    'GET training-catalog seat-offers?search',
    'GET training-catalog sessions?search',
    'GET training-catalog similar-trainings?title',
    'GET training-catalog targets?search',
    'GET training-catalog questions?topic',
  ],
  'the name of a competency, a standard or a position': [
    'GET competency-mapping dictionaries/{dictionaryId}/competencies?q',
    'GET competency-mapping standards?q',
    'GET competency-mapping talent/pools?search',
    'GET contingency competencies?search',
    'GET training-catalog competencies?search',
  ],
  'the name of an agency, a thing or a program': [
    'GET competency-mapping completeness?search',
    'GET contingency stock?search',
    'GET identity service-clients?search',
  ],
  'words of a budget': [
    'GET competency-mapping plans/{planId}/realisation/budget-lines?search',
    'GET reporting budgets/lines?agency',
    'GET reporting budgets/lines?search',
  ],
  'the name of a file that an office sent in, of many people': ['GET training-catalog completion-imports?search'],
};
