/** The order of the conversation: the next question, the previous one, and its screen in the form. */
import { isEmpty, isRequired, scope, screens, type Values } from '../../cards/form.ts';
import type { Question } from '../../cards/form-card.ts';
import { form } from './check.ts';
import { asked } from './question.ts';

/**
 * The next unanswered question. After the last one, only required questions are asked again; otherwise skipped ones
 * would return forever.
 */
export function nextOpen(values: Values, path: string | undefined): Question | undefined {
  const all = asked(values);
  const start = all.findIndex((question) => question.path === path) + 1;
  const must = all.slice(0, start).filter(({ field, screen }) => isRequired(field, screen, values));
  return [...all.slice(start), ...must].find((question) => isEmpty(answerTo(question, values)));
}

/**
 * The next question after a skip. It only goes forward, so skipping ends at the review, which lists what is missing.
 */
export function nextAfter(values: Values, path: string): Question | undefined {
  const all = asked(values);
  const later = all.slice(all.findIndex((question) => question.path === path) + 1);
  return later.find((question) => isEmpty(answerTo(question, values)));
}

export const answerTo = ({ screen, name }: Question, values: Values): unknown => scope(screen, values)[name];

/** The question before this one, or the first. */
export function preceding(values: Values, path: string): Question | undefined {
  const all = asked(values);
  return all[Math.max(0, all.findIndex((question) => question.path === path) - 1)];
}

/** The form screen of a question. The first screen if the question is no longer asked. */
export function pageOf(values: Values, path: string | undefined): number {
  const question = asked(values).find((candidate) => candidate.path === path);
  if (!question) return 0;
  const { page, prefix } = question.screen;
  return screens(form, values).findIndex((screen) => screen.page.name === page.name && screen.prefix === prefix);
}
