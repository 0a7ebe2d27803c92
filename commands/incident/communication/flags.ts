/** Two facts that restrict public texts: whether data may be lost, and whether a prosecutor decides. */

import { refresh } from '../../../bot/delivery/effect.ts';
import { needsCoSign } from '../../../bot/incident/external-text.ts';
import { type Form, problemsOn, screens, takeIn } from '../../../cards/form.ts';
import { update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import { textsOf } from '../../../db/incident/communication.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { combine, type Written } from '../../combine.ts';
import type { By } from '../../command.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import type { IncidentDossier } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from '../lifecycle/move.ts';
import { askToCoSign } from './ask-release.ts';
import { dossierOfText, type TextDossier } from './text-dossier.ts';

/** What can be typed, the form shown otherwise, and what the incident stores. */
type Flag = {
  name: 'data-loss' | 'prosecutor';
  alias: string;
  rank: number;
  words: Record<string, string>;
  form: Form;
  set: (value: string) => Partial<Pick<IncidentDossier['row'], 'dataLoss' | 'prosecutor'>>;
  /**
   * What the new value sends to whom.
   * @param file the incident with the new value
   */
  tells?: (file: IncidentDossier, texts: readonly TextDossier[], gone: ReadonlySet<string>, by: By) => Written;
};

/** Texts under review, or approved and not yet published. */
async function waitingTexts(tx: Tx, file: IncidentDossier, org: Org): Promise<TextDossier[]> {
  const texts = (await textsOf(tx, file.row.id)).filter(({ state }) => state === 'review' || state === 'approved');
  return Promise.all(texts.map((text) => dossierOfText(tx, text, file, org)));
}

const flag = ({ name, alias, rank, words, form, set, tells }: Flag) => {
  const known = (typed: string) => (Object.hasOwn(words, typed.toLowerCase()) ? words[typed.toLowerCase()] : undefined);
  return incidentCommand({
    word: name,
    aliases: [alias],
    rank,
    line: Number.POSITIVE_INFINITY,
    opensForm: (given, rest) => given.sent !== true && !known(rest),
    args: { sent },
    load: async (file, { tx, org }) => ({ texts: tells ? await waitingTexts(tx, file, org) : [], gone: org.gone }),
    decide: ({ file, rest, args: { sent: filled = false }, facts: { texts, gone }, inputs }, by) => {
      const { row } = file;
      const screen = screens(form, {})[0]!;
      const typed = known(rest);
      const values = takeIn(screen, {}, filled ? inputs : typed ? { value: typed } : {});
      const problems = filled ? problemsOn(screen, values, '') : [];
      if (problems.length > 0 || typeof values.value !== 'string') {
        const card = smallForm(form, {
          title: by.say(`${name}.title`),
          about: `${row.number} – ${row.title}`,
          intro: by.say(`${name}.intro`),
          submit: { label: by.say('word.save'), do: `incident-${name}`, args: { incident: row.id } },
          values,
          problems,
          by,
        });
        return { answer: { card: marked(card, row, by.say), replace: filled } };
      }
      const line = lineBy(file, by, { kind: `${name}-${values.value}` });
      const after = set(values.value);
      return {
        answer: receipt(by.say(`${name}.${values.value}` as 'data-loss.excluded'), by),
        ...combine(
          { changes: [update('incidents', row, after)], effects: [refresh(subjectOf(file))] },
          line,
          tells?.({ ...file, row: { ...row, ...after } }, texts, gone, by),
        ),
      };
    },
  });
};

export const dataLoss = flag({
  name: 'data-loss',
  alias: 'datenverlust',
  rank: 280,
  words: {
    excluded: 'excluded',
    ausgeschlossen: 'excluded',
    no: 'excluded',
    nein: 'excluded',
    possible: 'possible',
    möglich: 'possible',
    moeglich: 'possible',
    yes: 'possible',
    ja: 'possible',
  },
  form: {
    name: 'incident-data-loss',
    version: 1,
    pages: [
      {
        name: 'loss',
        fields: { value: { kind: 'choice', words: 'dataLoss', required: true, options: ['excluded', 'possible'] } },
      },
    ],
  },
  set: (value) => ({ dataLoss: value as 'excluded' | 'possible' }),
  // If the value decides about co-signing: texts submitted before it need to ask for it, or stop waiting for it.
  tells: (file, texts, gone, by) =>
    combine(
      ...texts
        .filter(({ file: before }) => needsCoSign(before.row.dataLoss) !== needsCoSign(file.row.dataLoss))
        .map((known) => {
          const { set, changes, effects, audit } = askToCoSign({ ...known, file }, gone, by);
          return { changes: [update('incidentTexts', known.text, set), ...changes], effects, audit };
        }),
    ),
});

export const prosecutor = flag({
  name: 'prosecutor',
  alias: 'staatsanwaltschaft',
  rank: 290,
  words: { yes: 'yes', ja: 'yes', no: 'no', nein: 'no' },
  form: {
    name: 'incident-prosecutor',
    version: 1,
    pages: [{ name: 'prosecutor', fields: { value: { kind: 'yesno', words: 'prosecutor', required: true } } }],
  },
  set: (value) => ({ prosecutor: value === 'yes' }),
});
