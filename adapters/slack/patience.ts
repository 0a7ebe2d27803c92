/** How long this adapter waits for something before it continues without it. Slack allows three seconds per request. */

/** All in milliseconds. */
export type Patience = {
  /** For the language, before a modal opens. */
  lang: number;
  /** For e-mail and name on first contact. */
  profile: number;
  /** Until the request is stored, in case the answer takes longer. */
  keep: number;
  /** For the whole answer. After that Slack gets its 200 if the request is stored, and the answer follows separately. */
  answer: number;
  /** Between a "loading" response and the view that replaces it: the response must arrive first. */
  settle: number;
};

export const PATIENCE: Patience = { lang: 800, profile: 1500, keep: 1200, answer: 2400, settle: 300 };
