import type { LearningHoursConfig } from '../learning-hours.config.js';
import { RequestPace } from './request-pace.js';
import { SiasnClient, SiasnOff } from './siasn-client.js';
import type { Siasn } from './siasn-course.js';
import { SiasnTokens } from './siasn-tokens.js';

/** SIASN as the region's settings say: off unless every one of its settings is there. */
export function regionSiasn(config: LearningHoursConfig): Siasn {
  const { siasnUrl: baseUrl, siasnGatewayTokenUrl: gatewayTokenUrl, siasnSsoTokenUrl: ssoTokenUrl } = config;
  const { siasnConsumerKey: consumerKey, siasnConsumerSecret: consumerSecret } = config;
  const { siasnClientId: clientId, siasnUser: user, siasnPassword: password } = config;
  if (!baseUrl || !gatewayTokenUrl || !ssoTokenUrl) return new SiasnOff();
  if (!consumerKey || !consumerSecret || !clientId || !user || !password) return new SiasnOff();
  const access = { gatewayTokenUrl, ssoTokenUrl, consumerKey, consumerSecret, clientId, user, password };
  return new SiasnClient({
    baseUrl,
    agencyId: config.siasnAgencyId,
    tokens: new SiasnTokens(access),
    pace: new RequestPace(config.siasnRequestsPerMinute),
  });
}
