/** A form of one page for a reason, a question, an answer; and the receipt that takes its place. */
import { z } from 'zod';
import { type Form, type Problem, screens, type Values } from '../../cards/form.ts';
import { drawScreen } from '../../cards/form-card.ts';
import type { Button, Card } from '../../cards/node.ts';
import type { Answer, By } from '../command.ts';

/**
 * The argument that tells the sent form from the button that opens it. The inputs can't: a client leaves out what is
 * empty (Teams does), and a staff council's Ja without the number of its resolution would ask for it for ever.
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

/** One sentence in place of the form. */
export function receipt(text: string, { say }: By): Answer {
  return {
    card: { title: say('word.done'), lang: say.lang, summary: text, nodes: [{ kind: 'banner', tone: 'good', text }] },
    replace: true,
  };
}
