/** The bodies that take part in an application, by their names in code. */

/** In the order in which they are asked: the head of the applying office, then the five standing bodies. */
export const BODIES = ['head', 'fb3', 'privacy', 'security', 'fb11', 'council'] as const;
export type Body = (typeof BODIES)[number];

/** Bodies with members of their own. The head has none: it is whoever leads the applying office. */
export const STANDING_BODIES = ['fb3', 'privacy', 'security', 'fb11', 'council'] as const satisfies readonly Body[];
export type StandingBody = (typeof STANDING_BODIES)[number];

/** Standing bodies are asked in a room of their own, the head wherever the office's leaders read. */
export const isStanding = (body: Body): body is StandingBody => body !== 'head';

/**
 * The legal body id of the city itself; its bodies act for every Eigenbetrieb without its own.
 */
export const CITY = 'stadt';

/**
 * @param body a standing body
 * @param legalBody whose set it is; absent for the city's
 * @returns the name of one set of a body: `council`, `council@kulturbetriebe`
 */
export const bodyKey = (body: string, legalBody?: string | null): string =>
  legalBody === undefined || legalBody === null ? body : `${body}@${legalBody}`;
