import { join, resolve } from 'node:path';
import { AppError } from '@betang/platform';
import { textOption, type Command } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { writePrivateJson } from '../region/private-file.js';
import { readRegionSettings } from '../region/region-settings.js';
import { DEVICE_CLIENT, signInByDevice } from './device-flow.js';
import { inviteOperator } from './invite-operator.js';
import { endSession, saveSession } from './operator-session.js';

const DEFAULT_ROLES = 'operator';
const SCOPE = 'openid offline_access';

/** `betang operator create`: the first operator of a region, or one more, on the machine that holds its database passwords. */
export const operatorCreateCommand: Command = {
  name: 'operator create',
  arguments: ['<login-name>', '[file]'],
  options: { name: { type: 'string' }, roles: { type: 'string' } },
  run: async (invocation) => {
    const { dataDir, language } = invocation;
    const [loginName = '', name] = invocation.arguments;
    const roles = (textOption(invocation, 'roles') ?? DEFAULT_ROLES).split(',').map((role) => role.trim());
    const displayName = textOption(invocation, 'name') ?? loginName;
    const invitation = await inviteOperator(dataDir, { loginName, displayName, roles });
    const file = name === undefined ? join(dataDir, `invitation-${loginName}.json`) : resolve(name);
    await writePrivateJson(file, invitation);
    const { url, expiresAt } = invitation;
    return {
      // The code stands in the file alone: terminals and logs are kept.
      data: { loginName, roles, file, url, expiresAt },
      text: cliText(language, 'operator.invited', { name: loginName, file, url, time: expiresAt }),
    };
  },
};

/** `betang login`: signs an operator in by a browser, on this device or another one. */
export const loginCommand: Command = {
  name: 'login',
  run: async ({ dataDir, language, signal, announce }) => {
    const { issuerUrl: issuer, region } = await readRegionSettings(dataDir);
    const tokens = await signInByDevice({
      issuer,
      clientId: DEVICE_CLIENT,
      scope: SCOPE,
      signal,
      tell: ({ verificationUri, userCode }) =>
        announce(cliText(language, 'login.open', { url: verificationUri, code: userCode })),
    });
    if (tokens.refreshToken === undefined) throw new AppError('sign-in-refused', { params: { reason: 'no-refresh' } });
    await saveSession(dataDir, { issuer, ...tokens });
    return { data: { region, issuer }, text: cliText(language, 'login.done', { region }) };
  },
};

/** `betang logout`: forgets who is signed in here, and ends the session at the provider. */
export const logoutCommand: Command = {
  name: 'logout',
  run: async ({ dataDir, language, signal }) => {
    const { was, revoked } = await endSession(dataDir, signal);
    const done = revoked ? 'logout.done' : 'logout.here';
    return { data: { was, revoked }, text: cliText(language, was ? done : 'logout.nobody') };
  },
};
