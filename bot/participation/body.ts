/** The bodies that take part in an application, by their names in code. */

/** In the order in which they are asked: who leads the applying office, then the five standing bodies. */
export const BODIES = ['head', 'fb3', 'privacy', 'security', 'fb11', 'council'] as const;
export type Body = (typeof BODIES)[number];

/** All bodies with members of their own. The head has none: it is whoever leads the office that applies. */
export const STANDING_BODIES = ['fb3', 'privacy', 'security', 'fb11', 'council'] as const satisfies readonly Body[];
export type StandingBody = (typeof STANDING_BODIES)[number];

/** Asked in a room of its own; the head is asked where whoever leads the office reads. */
export const isStanding = (body: Body): body is StandingBody => body !== 'head';

/** The legal body id of the city itself; its bodies stand in for every Eigenbetrieb without its own (registry.md 3.2, no. 20). */
export const CITY = 'stadt';

/**
 * @param body a standing body
 * @param legalBody whose set it is; absent for the city's
 * @returns the name of one set of a body: `council`, `council@kulturbetriebe`
 */
export const bodyKey = (body: string, legalBody?: string | null): string =>
  legalBody === undefined || legalBody === null ? body : `${body}@${legalBody}`;
