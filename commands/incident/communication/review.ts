/**
 * The release of a text: submitted, approved, co-signed, returned. Each button checks the exact text that was shown.
 */
import { z } from 'zod';
import { type Effect, refresh } from '../../../bot/delivery/effect.ts';
import {
  approvesFor,
  coSignsFor,
  nextOn,
  type TextEvent,
  textAfter,
  VOIDED,
} from '../../../bot/incident/external-text.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import { type Form, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { sayTime } from '../../../cards/text.ts';
import { update } from '../../../db/changes.ts';
import { type By, type Command, type Context, command, type Outcome, type Rule } from '../../command.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import { nameIn, notNow, peopleInRole } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { askFor, askToCoSign, textCard } from './ask-release.ts';
import { findingLines, findingsIn } from './findings.ts';
import { onText, seal, type TextDossier, textAnswer, textBlocker, textDossier, textLine } from './text-dossier.ts';

const click = z.object({ text: z.string(), hash: z.string(), sent });
type Loaded = { known: TextDossier; gone: ReadonlySet<string>; press: readonly string[]; inputs: Values };

async function load({ text }: { text: string }, { tx, org, inputs }: Context): Promise<Loaded | null> {
  const known = await textDossier(tx, text, org);
  return known ? { known, gone: org.gone, press: org.organisation.roles.press, inputs } : null;
}

type Step = {
  name: string;
  authority: Rule<TextDossier>;
  event: TextEvent;
  /** Checks before and after the text's state, for refusals that say more than "moved on". */
  before?: (known: TextDossier, by: By) => Refusal | null;
  after?: (known: TextDossier, by: By) => Refusal | null;
  opensForm?: Command['opensForm'];
  decide: (loaded: Loaded, by: By, args: z.infer<typeof click>) => Outcome | Refusal;
};

/** A button of a text. Requires that its state allows the step and that the text is the one shown. */
const step = ({ event, before, after, decide, ...row }: Step): Command =>
  command({
    ...row,
    args: click,
    load,
    about: (loaded) => (loaded ? [loaded.known] : []),
    decide: (args, loaded, by) => {
      if (!loaded) return refuse('not-found');
      const { known } = loaded;
      const no = before?.(known, by) ?? textBlocker(event, known, by) ?? after?.(known, by);
      if (no) return no;
      return args.hash === seal(known.text) ? decide(loaded, by, args) : refuse('text-changed');
    },
  });

export const submitText = step({
  name: 'incident-text-submit',
  authority: onText('write'),
  event: 'submit',
  before: ({ file }, by) => notNow('external', file, by),
  decide: ({ known, gone }, by) => {
    const { text, file } = known;
    const found = findingsIn(text.body, file);
    if (found.length > 0) return refuse('text-not-ready', { problems: findingLines(found, by.say.lang).join('\n') });
    const asked = askFor(known, nextOn(known.line, []), [], by);
    if (isRefusal(asked)) return asked;
    const state = textAfter(text.state, 'submit')!;
    const along = askToCoSign({ ...known, text: { ...text, state } }, gone, by);
    const line = textLine(known, 'text-submitted', by);
    return {
      answer: textAnswer(known),
      changes: [
        update('incidentTexts', text, { state, ...asked.set, ...along.set }),
        ...line.changes,
        ...along.changes,
      ],
      effects: [...asked.effects, ...along.effects, refresh(`incident:${text.incident}`)],
      audit: [...line.audit, ...along.audit],
    };
  },
});

/** "Already approved by …", for the second of two clicks or a click on an old card. */
function alreadyApproved({ text, names }: TextDossier, by: By) {
  return refuse('already-approved', {
    who: nameIn(names, text.approvedBy ?? '', by),
    at: text.approvedAt ? sayTime(by.say.lang, text.approvedAt) : '–',
  });
}

/** Sends the text's card to its author and to the people who publish. */
function toPublishers({ known: { text, file }, gone, press }: Loaded, by: By): Effect[] {
  const present = (people: readonly string[]) => people.filter((one) => !gone.has(one));
  const own = present(peopleInRole(file, 'press'));
  const people = new Set([text.author, ...(own.length > 0 ? own : present(press))]);
  people.delete(by.actor.person);
  return [...people].map((person) => textCard(text, person));
}

export const approveText = step({
  name: 'incident-text-approve',
  authority: onText('approve'),
  event: 'approve',
  before: (known, by) =>
    known.text.approvedBy && known.text.approvedHash === known.text.hash ? alreadyApproved(known, by) : null,
  decide: (loaded, by) => {
    const { known } = loaded;
    const { text, line } = known;
    const standsFor = approvesFor(by.actor.person, line);
    const entry = textLine(known, standsFor ? 'text-approved-for' : 'text-approved', by, {
      data: { sha256: text.hash, ...(standsFor ? { p_for: standsFor } : {}) },
    });
    return {
      answer: textAnswer(known),
      changes: [
        update('incidentTexts', text, {
          state: textAfter(text.state, 'approve')!,
          approvedBy: by.actor.person,
          approvedFor: standsFor,
          approvedAt: by.now,
          approvedHash: text.hash,
        }),
        ...entry.changes,
      ],
      effects: [...toPublishers(loaded, by), refresh(`incident:${text.incident}`)],
      audit: entry.audit,
    };
  },
});

export const coSignText = step({
  name: 'incident-text-co-sign',
  authority: onText('co-sign'),
  event: 'co-sign',
  after: ({ text, names }, by) =>
    text.coSignedBy && text.coSignedAt && text.coSignedHash === text.hash
      ? refuse('already-done', {
          who: nameIn(names, text.coSignedBy, by),
          at: sayTime(by.say.lang, text.coSignedAt),
        })
      : null,
  decide: (loaded, by) => {
    const { known } = loaded;
    const { text, file, coLine } = known;
    // The co-signature was the last thing missing. Redrawing a card notifies nobody, so the publishers get it again.
    const isLast = text.state === 'approved' && !file.row.drill;
    const standsFor = coSignsFor(by.actor.person, coLine, peopleInRole(file, 'privacy'));
    const line = textLine(known, standsFor ? 'text-co-signed-for' : 'text-co-signed', by, {
      data: { sha256: text.hash, ...(standsFor ? { p_for: standsFor } : {}) },
    });
    return {
      answer: textAnswer(known),
      changes: [
        update('incidentTexts', text, {
          state: textAfter(text.state, 'co-sign')!,
          coSignedBy: by.actor.person,
          coSignedFor: standsFor,
          coSignedAt: by.now,
          coSignedHash: text.hash,
        }),
        ...line.changes,
      ],
      effects: [...(isLast ? toPublishers(loaded, by) : []), refresh(`incident:${text.incident}`)],
      audit: line.audit,
    };
  },
});

const why = {
  name: 'incident-text-return',
  version: 1,
  pages: [
    { name: 'return', fields: { reason: { kind: 'area', words: 'returnReason', required: true, min: 5, max: 1000 } } },
  ],
} as const satisfies Form;

export const returnText = step({
  name: 'incident-text-return',
  authority: onText('return'),
  event: 'return',
  opensForm: (args) => args.sent !== true,
  decide: ({ known, inputs }, by, { hash, sent: filled = false }) => {
    const { text, file } = known;
    const screen = screens(why, {})[0]!;
    const values = takeIn(screen, {}, filled ? inputs : {});
    const problems = filled ? problemsOn(screen, values, '') : [];
    if (!filled || problems.length > 0) {
      const card = smallForm(why, {
        title: by.say('text.return'),
        about: by.say('text.name', { kind: by.say(`text.kind.${text.kind}`), number: text.number }),
        intro: by.say('text.return-intro'),
        submit: { label: by.say('text.return-send'), do: 'incident-text-return', args: { text: text.id, hash } },
        values,
        problems,
        by,
      });
      return { answer: { card: marked(card, file.row, by.say), replace: filled } };
    }
    const reason = String(values.reason);
    const line = textLine(known, 'text-returned', by, { said: reason });
    return {
      answer: receipt(by.say('text.returned'), by),
      changes: [
        update('incidentTexts', text, {
          state: textAfter(text.state, 'return')!,
          reason,
          ...VOIDED,
          asked: [],
          askedAt: null,
          coAsked: [],
          coAskedAt: null,
        }),
        ...line.changes,
      ],
      effects: [textCard(text, text.author), refresh(`incident:${text.incident}`)],
      audit: line.audit,
    };
  },
});
