/** Writes a public text: a new one, or a new wording, which voids its approvals. */
import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { LONGEST } from '../../../bot/incident/external-check.ts';
import { nextOn, TEXT_KINDS, textAfter, VOIDED } from '../../../bot/incident/external-text.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import { type Problem, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { OUTSIDE_LANGS } from '../../../cards/incident/outside-templates.ts';
import { sayTime } from '../../../cards/text.ts';
import { insert, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { textsOf } from '../../../db/incident/communication.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { sent } from '../../participation/small-form.ts';
import { type IncidentDossier, incidentDossier, inIncident, itself, notNow } from '../dossier.ts';
import { askFor, askToCoSign } from './ask-release.ts';
import { findingsIn } from './findings.ts';
import {
  dossierOfText,
  hashOf,
  seal,
  type TextDossier,
  textAnswer,
  textBlocker,
  textDossier,
  textLine,
} from './text-dossier.ts';
import { bodyOfFields, writing, writingCard } from './write-card.ts';

/** What was typed, with its problems. */
function taken(inputs: Values): { values: Values; body: string; problems: Problem[] } {
  const screen = screens(writing, {})[0]!;
  const values = takeIn(screen, {}, inputs);
  const body = bodyOfFields(values);
  const long: Problem[] =
    body.length > LONGEST
      ? [{ path: 'more', code: 'too-long', args: { max: LONGEST - String(values.body ?? '').length - 2 } }]
      : [];
  const found = problemsOn(screen, values, '');
  return { values, body, problems: found.length > 0 ? found : long };
}

export const text = command({
  name: 'incident-text',
  authority: inIncident('write-text'),
  opensForm: (args) => args.sent !== true,
  args: z.object({
    /** An existing text. Without it: incident, kind and language of a new one. */
    text: z.string().optional(),
    hash: z.string().optional(),
    incident: z.string().optional(),
    kind: z.enum(TEXT_KINDS).optional(),
    lang: z.enum(OUTSIDE_LANGS).optional(),
    /** The number a new text had when its form was opened. A second click on that form creates nothing. */
    seen: z.number().int().optional(),
    sent,
  }),
  load: async (args, { tx, org, inputs, by }) => {
    const known = args.text ? await textDossier(tx, args.text, org) : null;
    // An editor becomes an author, and authors may not approve.
    const after = known ? await dossierOfText(tx, { ...known.text, author: by.actor.person }, known.file, org) : null;
    const lines =
      known && after ? { line: both(known.line, after.line), coLine: both(known.coLine, after.coLine) } : null;
    const file = known?.file ?? (args.incident ? await incidentDossier(tx, args.incident) : null);
    const texts = file ? await textsOf(tx, file.row.id) : [];
    const number = Math.max(0, ...texts.map((one) => one.number)) + 1;
    return { known, lines, file, inputs, last: texts.at(-1), number, id: newId('text'), gone: org.gone };
  },
  about: itself,
  decide: ({ hash, kind, lang, seen, sent: filled = false }, loaded, by) => {
    const { known, lines, file, inputs, last, number, id, gone } = loaded;
    if (!file) return refuse('not-found');
    const no = notNow('external', file, by);
    if (no) return no;
    if (known && lines) return edit({ ...known, ...lines }, { hash, filled, inputs, gone }, by);
    if (!kind || !lang || !filled) return refuse('moved-on');
    const { values, body, problems } = taken(inputs);
    const args = { incident: file.row.id, kind, lang, ...(seen === undefined ? {} : { seen }) };
    if (problems.length > 0) {
      return { answer: { card: writingCard(file, { kind, lang, body, args, values, problems }, by), replace: true } };
    }
    const mine = last?.author === by.actor.person && last.body === body;
    if (seen !== undefined && seen !== number && last && mine) {
      return refuse('already-done', { who: by.actor.name, at: sayTime(by.say.lang, last.createdAt) });
    }
    return begun(file, { id, number, kind, lang, body }, by);
  },
});

function begun(
  file: IncidentDossier,
  own: Pick<TextDossier['text'], 'id' | 'number' | 'kind' | 'lang' | 'body'>,
  by: By,
): Outcome {
  const incident = file.row.id;
  const line = textLine({ text: own, file }, 'text-begun', by, { data: { kind: own.kind } });
  return {
    answer: {
      show: { view: 'incident-text', subject: `incident:${incident}`, args: { text: own.id } },
      replace: true,
    },
    changes: [
      insert('incidentTexts', {
        ...own,
        incident,
        state: 'draft',
        hash: hashOf(own.body),
        author: by.actor.person,
        createdAt: by.now,
      }),
      // Touches the incident, so the second of two simultaneous clicks meets a conflict.
      update('incidents', file.row, {}),
      ...line.changes,
    ],
    effects: [refresh(`incident:${incident}`)],
    audit: line.audit,
  };
}

type Edit = { hash: string | undefined; filled: boolean; inputs: Values; gone: ReadonlySet<string> };

const both = (one: readonly string[], other: readonly string[]): string[] => one.filter((who) => other.includes(who));

/** @param known with the lines as they are after the edit */
function edit(known: TextDossier, { hash, filled, inputs, gone }: Edit, by: By): Outcome | Refusal {
  const { text: row, file } = known;
  const no = textBlocker('edit', known, by);
  if (no) return no;
  const args = { text: row.id, hash: seal(row) };
  if (!filled) {
    return { answer: { card: writingCard(file, { kind: row.kind, lang: row.lang, body: row.body, args }, by) } };
  }
  if (hash !== seal(row)) return refuse('text-changed');
  const { values, body, problems } = taken(inputs);
  const form = { kind: row.kind, lang: row.lang, body, args, values, problems };
  if (problems.length > 0) return { answer: { card: writingCard(file, form, by), replace: true } };
  if (body === row.body) return { answer: textAnswer(known) };
  const state = textAfter(row.state, 'edit')!;
  // The people asked read the new wording at once, so it must pass the checks of a submission.
  const findings = state === 'review' ? findingsIn(body, file) : [];
  if (findings.length > 0) return { answer: { card: writingCard(file, { ...form, findings }, by), replace: true } };
  // The approvers were asked about another wording, so the line starts over.
  const asked = state === 'review' ? askFor(known, nextOn(known.line, []), [], by) : null;
  if (asked && isRefusal(asked)) return asked;
  const words = { body, hash: hashOf(body), state, ...VOIDED };
  // The co-signature is void as well.
  const authors = [...known.authors, by.actor.person];
  const along = askToCoSign({ ...known, text: { ...row, ...words }, authors }, gone, by);
  const entry = textLine(known, 'text-edited', by, { data: { voided: row.approvedHash !== null } });
  return {
    answer: textAnswer(known),
    changes: [
      update('incidentTexts', row, { ...words, ...(asked ? asked.set : {}), ...along.set }),
      ...entry.changes,
      ...along.changes,
    ],
    effects: [...(asked ? asked.effects : []), ...along.effects, refresh(`incident:${row.incident}`)],
    audit: [...entry.audit, ...along.audit],
  };
}
