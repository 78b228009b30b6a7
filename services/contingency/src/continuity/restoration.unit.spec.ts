import { describe, expect, it } from '@jest/globals';
import { findCycle, restorationOrder, type ServiceToRestore } from './restoration.decision.js';

const service = (serviceId: string, longestOutageHours: number, ...dependsOn: string[]): ServiceToRestore => ({
  serviceId,
  longestOutageHours,
  dependsOn,
});
const order = (...services: ServiceToRestore[]) => restorationOrder(services).map(({ serviceId }) => serviceId);

describe('the order of restoration', () => {
  it('is by the longest tolerable outage where nothing waits', () => {
    expect(order(service('a', 24), service('b', 2), service('c', 8))).toEqual(['b', 'c', 'a']);
  });

  it('puts what others wait for first, with the need of the most urgent of them', () => {
    const services = [
      service('hospital', 1, 'network'),
      service('network', 48, 'power'),
      service('power', 72),
      service('school', 24),
    ];
    expect(restorationOrder(services)).toEqual([
      { serviceId: 'power', neededWithinHours: 1, awaitedBy: ['hospital', 'network'] },
      { serviceId: 'network', neededWithinHours: 1, awaitedBy: ['hospital'] },
      { serviceId: 'hospital', neededWithinHours: 1, awaitedBy: [] },
      { serviceId: 'school', neededWithinHours: 24, awaitedBy: [] },
    ]);
  });

  it('is the same each time for equal needs, and knows nothing of services that ended', () => {
    expect(order(service('b', 4), service('a', 4, 'gone'))).toEqual(['a', 'b']);
  });

  it('ends also with a circle that came in some other way', () => {
    expect(order(service('a', 4, 'b'), service('b', 2, 'a'), service('c', 9)).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('circles of dependencies', () => {
  const services = [service('a', 1, 'b'), service('b', 1, 'c'), service('c', 1), service('d', 1, 'b')];

  it('are found, with the way round', () => {
    expect(findCycle(services, 'c', 'a')).toEqual(['c', 'a', 'b']);
    expect(findCycle(services, 'a', 'a')).toEqual(['a']);
  });

  it('are not seen where there are none: two ways to one service are fine', () => {
    expect(findCycle(services, 'd', 'c')).toBeUndefined();
    expect(findCycle(services, 'd', 'a')).toBeUndefined();
  });
});
