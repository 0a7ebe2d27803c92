/** How long this adapter waits for something before it continues without it. Slack allows three seconds per request. */

/** All in milliseconds. */
export type Patience = {
  /** For the language, before a modal opens. */
  lang: number;
  /** For e-mail and name on first contact. */
  profile: number;
  /** For the whole answer. After that Slack gets its 200 and the answer follows separately. */
  answer: number;
  /** Between a "loading" response and the view that replaces it: the response must arrive first. */
  settle: number;
};

export const PATIENCE: Patience = { lang: 800, profile: 1500, answer: 2400, settle: 300 };

/** The promise's value, or `instead` if it takes longer than `wait` milliseconds. A rejection passes through. */
export async function within<T, U>(promise: Promise<T>, wait: number, instead: U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<U>((resolve) => {
    timer = setTimeout(resolve, wait, instead);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
