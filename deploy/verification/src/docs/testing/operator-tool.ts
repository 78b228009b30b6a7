// Programs export no command line: their own tests and these are the only ones that take it apart.
export { COMMANDS } from '../../../../cli/src/commands.js';
export { parseCommandLine } from '../../../../cli/src/invocation/command-line.js';
export { errorTable } from '../../../../cli/src/invocation/help.js';
export { REMEDIES } from '../../../../cli/src/messages/remedies.js';
import '../../../../local/src/messages/local-messages.js';
export { readSettings } from '../../../../local/src/settings/local-settings.js';
