// The operator's tool exports no command line: its tests and these are the only ones that take it apart.
export { COMMANDS } from '../../../../cli/src/invocation/commands.js';
export { parseCommandLine } from '../../../../cli/src/invocation/command-line.js';
export { errorTable } from '../../../../cli/src/invocation/help.js';
export { REMEDIES } from '../../../../cli/src/messages/remedies.js';
