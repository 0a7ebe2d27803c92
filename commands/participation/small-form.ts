/** A form of one page for a reason, a question, an answer; and the receipt that takes its place. */
import { type Form, type Problem, screens, type Values } from '../../cards/form.ts';
import { drawScreen } from '../../cards/form-card.ts';
import type { Button, Card } from '../../cards/node.ts';
import type { Answer, By } from '../command.ts';

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
    form: { submit: { style: 'primary', ...submit }, others: [] },
  };
}

/** One sentence in place of the form. */
export function receipt(text: string, { say }: By): Answer {
  return {
    card: { title: say('word.done'), lang: say.lang, summary: text, nodes: [{ kind: 'banner', tone: 'good', text }] },
    replace: true,
  };
}
