/** A one-page form for a reason, a question or an answer, and the receipt that replaces it. */
import { z } from 'zod';
import { type Form, type Problem, screens, type Values } from '../../cards/form.ts';
import { drawScreen } from '../../cards/form-card.ts';
import type { Button, Card } from '../../cards/node.ts';
import type { Answer, By } from '../command.ts';

/**
 * Tells the sent form from the button that opens it. The inputs cannot: Teams leaves out empty fields, so a staff
 * council's Ja without a resolution number would reopen the form forever.
 */
export const sent = z.boolean().optional();

export type SmallForm = {
  title: string;
  about: string;
  intro: string;
  submit: Button;
  values: Values;
  problems: Problem[];
  by: By;
};

export function smallForm(form: Form, { title, about, intro, submit, values, problems, by }: SmallForm): Card {
  const screen = screens(form, values)[0]!;
  return {
    title,
    lang: by.say.lang,
    summary: `${title}: ${about}`,
    nodes: [
      { kind: 'heading', text: about },
      { kind: 'text', text: intro },
      ...drawScreen(by.say.lang, screen, values, { problems, people: [], names: (id) => id }),
    ],
    form: { submit: { style: 'primary', ...submit, args: { ...submit.args, sent: true } }, others: [] },
  };
}

/** One sentence that replaces the form. */
export function receipt(text: string, { say }: By): Answer {
  return {
    card: { title: say('word.done'), lang: say.lang, summary: text, nodes: [{ kind: 'banner', tone: 'good', text }] },
    replace: true,
  };
}
