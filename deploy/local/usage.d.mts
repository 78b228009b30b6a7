export const DEFAULT_PORT_BASE: number;
export const DEFAULT_PEOPLE: number;
/** How `npm start` is used, Indonesian / English. */
export const USAGE: string;
