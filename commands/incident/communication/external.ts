/** `/incident external`: begins a public text from a template, in German, Leichte Sprache or English. */

import { TEXT_KINDS } from '../../../bot/incident/external-text.ts';
import { type Form, problemsOn, screens, takeIn } from '../../../cards/form.ts';
import { OUTSIDE_LANGS, type OutsideLang, outsideText } from '../../../cards/incident/outside-templates.ts';
import { say, sayTime } from '../../../cards/text.ts';
import { textsOf } from '../../../db/incident/communication.ts';
import { sent, smallForm } from '../../participation/small-form.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { channelNames, withMore } from './compose.ts';
import { writingCard } from './write-card.ts';

const form = {
  name: 'incident-external',
  version: 1,
  pages: [
    {
      name: 'external',
      fields: {
        kind: { kind: 'choice', words: 'outsideKind', required: true, options: TEXT_KINDS },
        lang: { kind: 'choice', words: 'outsideLang', required: true, options: OUTSIDE_LANGS },
      },
    },
  ],
} as const satisfies Form;

export const external = incidentCommand({
  word: 'external',
  aliases: ['extern'],
  rank: 270,
  line: Number.POSITIVE_INFINITY,
  opensForm: (args) => args.sent !== true,
  args: { sent },
  load: async (file, { tx, org }) => ({
    seen: Math.max(0, ...(await textsOf(tx, file.row.id)).map(({ number }) => number)) + 1,
    city: org.organisation.city.name,
  }),
  decide: ({ file, args: { sent: filled = false }, facts: { seen, city }, inputs }, by) => {
    const { row } = file;
    const screen = screens(form, {})[0]!;
    const values = takeIn(screen, { kind: 'holding', lang: 'de' }, filled ? inputs : {});
    const problems = filled ? problemsOn(screen, values, '') : [];
    if (!filled || problems.length > 0) {
      const card = smallForm(form, {
        title: by.say('external.title'),
        about: `${row.number} – ${row.title}`,
        intro: by.say('external.intro'),
        submit: { label: by.say('form.next'), do: 'incident-external', args: { incident: row.id } },
        values,
        problems,
        by,
      });
      return { answer: { card: marked(card, row, by.say), replace: filled } };
    }
    const kind = values.kind as (typeof TEXT_KINDS)[number];
    const lang = values.lang as OutsideLang;
    const spoken = lang === 'en' ? 'en' : 'de';
    const facts = {
      city,
      channels: withMore(spoken, channelNames(file.places)) || row.title,
      time: sayTime(spoken, row.declaredAt),
    };
    const text = outsideText(kind, lang, facts);
    // The text must say that it is a drill even when copied out of its card.
    const body = row.drill ? `${say(spoken)('drill.text')}\n\n${text}` : text;
    return {
      answer: {
        card: writingCard(file, { kind, lang, body, args: { incident: row.id, kind, lang, seen } }, by),
        replace: true,
      },
    };
  },
});
