/** Records that people published a text, with its link, and withdraws texts. The bot itself publishes nothing. */
import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { leadsTo, linkProblem } from '../../../bot/incident/channel-link.ts';
import { needsCoSign, releaseBlocker, textAfter } from '../../../bot/incident/external-text.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import { type Form, type Problem, problemsOn, screens, takeIn } from '../../../cards/form.ts';
import { update } from '../../../db/changes.ts';
import { type By, type Context, command } from '../../command.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import { isPrivateAddress } from '../../platform/private-address.ts';
import { marked } from '../drill-mark.ts';
import { onText, seal, type TextDossier, textBlocker, textDossier, textLine } from './text-dossier.ts';

const linkForm = {
  name: 'incident-text-publish',
  version: 1,
  pages: [{ name: 'publish', fields: { link: { kind: 'link', words: 'publishLink', required: true } } }],
} as const satisfies Form;
const reasonForm = {
  name: 'incident-text-withdraw',
  version: 1,
  pages: [
    {
      name: 'withdraw',
      fields: { reason: { kind: 'area', words: 'withdrawReason', required: true, min: 5, max: 1000 } },
    },
  ],
} as const satisfies Form;

async function load({ text }: { text: string }, { tx, org, inputs }: Context) {
  const known = await textDossier(tx, text, org);
  return known ? { known, inputs } : null;
}

const about = (loaded: { known: TextDossier } | null) => (loaded ? [loaded.known] : []);

const aboutOf = ({ text }: TextDossier, { say }: By): string =>
  say('text.name', { kind: say(`text.kind.${text.kind}`), number: text.number });

/** Why the text cannot be published now. */
function barredFrom(known: TextDossier, by: By): Refusal | null {
  const { text, file } = known;
  if (file.row.drill) return refuse('drill-stays-inside', { number: file.row.number });
  const no = textBlocker('publish', known, by);
  if (no) return no;
  const reason = releaseBlocker(text, needsCoSign(file.row.dataLoss));
  return reason === undefined ? null : reason === 'no-co-sign' ? refuse('no-co-sign') : refuse('text-changed');
}

export const publishText = command({
  name: 'incident-text-publish',
  authority: onText('publish'),
  opensForm: (args) => args.sent !== true,
  args: z.object({ text: z.string(), hash: z.string(), sent }),
  load,
  about,
  decide: ({ hash, sent: filled = false }, loaded, by) => {
    if (!loaded) return refuse('not-found');
    const { known, inputs } = loaded;
    const { text, file } = known;
    const no = barredFrom(known, by);
    if (no) return no;
    if (hash !== seal(text)) return refuse('text-changed');
    const screen = screens(linkForm, {})[0]!;
    const values = takeIn(screen, {}, filled ? inputs : {});
    const found = filled ? problemsOn(screen, values, '') : [];
    const fault = filled && found.length === 0 ? linkProblem(String(values.link), isPrivateAddress) : undefined;
    const problems: Problem[] = fault ? [{ path: 'link', code: fault }] : found;
    if (!filled || problems.length > 0) {
      const card = smallForm(linkForm, {
        title: by.say('text.publish'),
        about: aboutOf(known, by),
        intro: by.say('text.publish-intro'),
        submit: { label: by.say('text.publish-send'), do: 'incident-text-publish', args: { text: text.id, hash } },
        values,
        problems,
        by,
      });
      return { answer: { card: marked(card, file.row, by.say), replace: filled } };
    }
    const link = String(values.link);
    const affected = file.places.find(
      ({ place, channel }) => place.part === 'hit' && place.control !== 'secured' && leadsTo(link, channel),
    );
    if (affected) return refuse('link-not-secured', { channel: affected.channel.name });
    const line = textLine(known, 'text-published', by, { said: link, data: { sha256: text.hash } });
    return {
      answer: receipt(by.say('text.published'), by),
      changes: [
        update('incidentTexts', text, {
          state: textAfter(text.state, 'publish')!,
          publishedBy: by.actor.person,
          publishedAt: by.now,
          link,
        }),
        ...line.changes,
      ],
      effects: [refresh(`incident:${text.incident}`)],
      audit: line.audit,
    };
  },
});

export const withdrawText = command({
  name: 'incident-text-withdraw',
  authority: onText('withdraw'),
  opensForm: (args) => args.sent !== true,
  args: z.object({ text: z.string(), sent }),
  load,
  about,
  decide: ({ sent: filled = false }, loaded, by) => {
    if (!loaded) return refuse('not-found');
    const { known, inputs } = loaded;
    const { text, file } = known;
    const no = textBlocker('withdraw', known, by);
    if (no) return no;
    const screen = screens(reasonForm, {})[0]!;
    const values = takeIn(screen, {}, filled ? inputs : {});
    const problems = filled ? problemsOn(screen, values, '') : [];
    if (!filled || problems.length > 0) {
      const card = smallForm(reasonForm, {
        title: by.say('text.withdraw'),
        about: aboutOf(known, by),
        intro: by.say(text.state === 'published' ? 'text.withdraw-outside' : 'text.withdraw-intro'),
        submit: {
          label: by.say('text.withdraw-send'),
          do: 'incident-text-withdraw',
          style: 'danger',
          args: { text: text.id },
        },
        values,
        problems,
        by,
      });
      return { answer: { card: marked(card, file.row, by.say), replace: filled } };
    }
    const reason = String(values.reason);
    const line = textLine(known, 'text-withdrawn', by, { said: reason });
    return {
      answer: receipt(by.say('text.withdrawn'), by),
      changes: [
        update('incidentTexts', text, {
          state: textAfter(text.state, 'withdraw')!,
          withdrawnBy: by.actor.person,
          withdrawnAt: by.now,
          reason,
        }),
        ...line.changes,
      ],
      effects: [refresh(`incident:${text.incident}`)],
      audit: line.audit,
    };
  },
});
