/** Takes a reason typed after the command, or asks for it in a form with one field. */
import { type Form, problemsOn, screens, takeIn, type Values } from '../../cards/form.ts';
import type { Button, Card, Node } from '../../cards/node.ts';
import type { Answer, By } from '../command.ts';
import { type SmallForm, smallForm } from '../participation/small-form.ts';
import { marked } from './drill-mark.ts';

const FORM = {
  name: 'reason',
  version: 1,
  pages: [{ name: 'reason', fields: { incidentReason: { kind: 'area', required: true, min: 3, max: 2000 } } }],
} as const satisfies Form;

export type Asking = {
  title: string;
  about: string;
  /** Marks the form as a drill. */
  drill: boolean;
  intro: string;
  /** The button that sends the form; `sent: true` is added. */
  submit: Button;
  /** Asks again before accepting the reason: shows this text and continues with this button (`sure: true`). */
  doubt?: { text: string; label: string };
};
type Given = {
  typed?: string | undefined;
  sent?: boolean | undefined;
  sure?: boolean | undefined;
  inputs: Record<string, unknown>;
};

/** @returns the reason, or the form that asks for it, with the typed text and its problems */
export function reasonOr(
  { doubt, drill, ...asking }: Asking,
  { typed = '', sent = false, sure = false, inputs }: Given,
  by: By,
): { reason: string } | { answer: Answer } {
  const screen = screens(FORM, {})[0]!;
  const values: Values = takeIn(screen, {}, sent ? inputs : { incidentReason: typed });
  const begun = sent || typed !== '';
  const problems = begun ? problemsOn(screen, values, '') : [];
  const complete = begun && problems.length === 0;
  if (complete && (sure || !doubt)) return { reason: String(values.incidentReason).trim() };
  const form = { ...asking, values, problems, by };
  const card = complete && doubt ? doubted(form, doubt) : smallForm(FORM, form);
  return { answer: { card: marked(card, { drill }, by.say), replace: sent } };
}

function doubted(form: SmallForm, { text, label }: NonNullable<Asking['doubt']>): Card {
  const { submit } = form;
  const card = smallForm(FORM, { ...form, submit: { ...submit, label, args: { ...submit.args, sure: true } } });
  const banner: Node = { kind: 'banner', tone: 'danger', text };
  return { ...card, summary: `${card.title}: ${text}`, nodes: [banner, ...card.nodes] };
}
