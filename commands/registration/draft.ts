/** A draft on the way through its form: who may work on it, what its screens need, and the card of the place it stands at. */

import { berlinDay } from '../../bot/day.ts';
import type { Actor } from '../../bot/permission.ts';
import {
  type Form,
  fieldsOf,
  isEmpty,
  type Problem,
  problemsIn,
  type Screen,
  scope,
  screens,
  type Values,
} from '../../cards/form.ts';
import { drawScreen, label, type Names, sayProblem, showValue } from '../../cards/form-card.ts';
import type { Button, Card, Node, Option } from '../../cards/node.ts';
import { registrationForm } from '../../cards/registration-form.ts';
import { type Say, sayIfKnown } from '../../cards/text.ts';
import type { Org } from '../../db/organisation.ts';
import type { Application, Attachment } from '../../db/registry.ts';
import { keyed } from '../views/keyed.ts';

export const form: Form = registrationForm;

/** Author; an imported late application belongs to its office (and the registrars) until somebody takes it on. */
export function mayEdit(actor: Actor, draft: Application): boolean {
  if (draft.applicant === actor.person) return true;
  if (draft.applicant !== 'system') return false;
  const offices = [...actor.staffOf, ...actor.headOf, ...actor.deputyOf];
  return offices.includes(draft.office) || actor.roles.includes('registrar');
}

/** People to choose from: the office's own first, then everybody of the organisation; no one who has gone. */
export function peopleOptions(org: Org, office: string): Option[] {
  const own = org.organisation.offices.find((candidate) => candidate.id === office);
  const ids = own ? [...own.staff, ...(own.head ? [own.head] : []), ...own.deputies] : [];
  const name = (id: string) => org.organisation.people.find((person) => person.id === id)?.name;
  return [...new Set(ids)]
    .filter((id) => !org.gone.has(id))
    .flatMap((id) => {
      const found = name(id);
      return found ? [{ value: id, label: found }] : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label, 'de'));
}

export const namesFrom =
  (org: Org, say: Say): Names =>
  (id) =>
    org.organisation.people.find((person) => person.id === id)?.name ?? say('word.deleted-person');

/** The page number that is past every screen: the review. */
export const REVIEW = 99;

export type DraftCard = {
  draft: string;
  values: Values;
  /** Index of the screen; one past the last is the review. */
  page: number;
  problems: Problem[];
  /** Fields that a newer version of the form no longer has as they were. */
  dropped?: readonly string[];
  /** The form was filled in from another application or the link. */
  prefilled?: boolean;
  files: readonly Pick<Attachment, 'id' | 'name' | 'state' | 'problem'>[];
  people: Option[];
  names: Names;
  say: Say;
  today: string;
};

export function draftCard(view: DraftCard): Card {
  const all = screens(form, view.values);
  const screen = all[Math.min(view.page, all.length)];
  return screen ? screenCard(view, screen, view.page) : reviewCard(view, all);
}

const step = (
  view: DraftCard,
  go: string,
  page = view.page,
): { do: string; args: Record<string, string | number> } => ({
  do: 'fill',
  args: { draft: view.draft, page, go },
});

function screenCard(view: DraftCard, screen: Screen, index: number): Card {
  const { say, problems } = view;
  const lang = say.lang;
  const number = form.pages.findIndex((page) => page.name === screen.page.name) + 1;
  const progress = [
    say('form.step', { step: number, of: form.pages.length }),
    ...(screen.entry === undefined ? [] : [say('form.entry', { entry: screen.entry + 1, of: screen.of ?? 1 })]),
  ].join(' · ');
  const title = keyed(lang, `page.${screen.page.name}`);
  const banners: Node[] = [
    ...(problems.length > 0
      ? [{ kind: 'banner', tone: 'warning', text: say('form.problems', { count: problems.length }) } as const]
      : []),
    ...(view.dropped && view.dropped.length > 0
      ? [
          {
            kind: 'banner',
            tone: 'warning',
            text: say('form.changed', {
              fields: view.dropped.map((name) => sayIfKnown(lang, `field.${name}`) ?? name).join(', '),
            }),
          } as const,
        ]
      : []),
    ...(view.prefilled && index === 0 ? [{ kind: 'banner', tone: 'info', text: say('form.prefilled') } as const] : []),
  ];
  return {
    title: say('form.title'),
    lang,
    summary: `${say('form.title')}: ${title}. ${progress}`,
    nodes: [
      { kind: 'note', text: progress },
      ...banners,
      { kind: 'text', text: keyed(lang, `page.${screen.page.name}.intro`) },
      ...drawScreen(lang, screen, view.values, view),
      ...(screen.page.name === 'reasons' ? files(view) : []),
    ],
    form: {
      submit: { label: say('form.next'), style: 'primary', ...step(view, 'next') },
      others: [
        ...(index > 0 ? [{ label: say('form.back'), ...step(view, 'back') }] : []),
        ...entryButtons(view, screen),
        { label: say('form.save'), ...step(view, 'save') },
        { label: say('form.conversation'), ...step(view, 'talk') },
      ],
    },
  };
}

function entryButtons(view: DraftCard, screen: Screen): Button[] {
  const { repeat } = screen.page;
  if (!repeat || screen.entry === undefined || screen.of === undefined) return [];
  const { say } = view;
  return [
    ...(screen.of < repeat.max && screen.entry === screen.of - 1
      ? [{ label: say('form.add-person'), ...step(view, 'add') }]
      : []),
    ...(screen.of > repeat.min ? [{ label: say('form.remove-person'), ...step(view, 'remove') }] : []),
  ];
}

function files(view: DraftCard): Node[] {
  const { say } = view;
  const lines = view.files.map(
    (file): Node => ({
      kind: 'item',
      title: file.name,
      text: file.state === 'refused' ? keyed(say.lang, `file.${file.problem}`) : keyed(say.lang, `file.${file.state}`),
      buttons: [{ label: say('file.remove'), do: 'detach', args: { file: file.id, page: view.page } }],
    }),
  );
  return [{ kind: 'note', text: say('file.how') }, ...lines];
}

/** Everything once more, with what is still missing on top; each section leads back to its screen. */
function reviewCard(view: DraftCard, all: readonly Screen[]): Card {
  const { say, values } = view;
  const lang = say.lang;
  // A closure asks nothing new: head and FB 3 decide on what is registered.
  const open = values.kind === 'closure' ? [] : problemsIn(form, values, view.today);
  const title = say('review.title');
  const sections = all.flatMap((screen, index): Node[] => {
    const here = scope(screen, values);
    const name = keyed(lang, `page.${screen.page.name}`);
    const entry =
      screen.entry === undefined ? '' : ` – ${say('form.entry', { entry: screen.entry + 1, of: screen.of ?? 1 })}`;
    const missing = open.filter((problem) =>
      fieldsOf(screen, values).some(([field]) => screen.prefix + field === problem.path),
    );
    return [
      {
        kind: 'item',
        title: name + entry,
        ...(missing.length > 0 ? { text: say('review.missing', { count: missing.length }) } : {}),
        buttons: [{ label: say('review.change'), ...step(view, 'open', index) }],
      },
      {
        kind: 'facts',
        facts: fieldsOf(screen, values)
          .filter(([field]) => !isEmpty(here[field]))
          .map(([field, definition]) => ({
            label: label(lang, field, definition),
            value: showValue(lang, field, definition, here[field], view.names),
          })),
      },
    ];
  });
  const missing = [...open, ...view.problems].map((problem) => {
    const field = problem.path.split('.').at(-1) ?? problem.path;
    return `• ${sayIfKnown(lang, `field.${field}`) ?? keyed(lang, `page.${field}`)}: ${sayProblem(lang, problem)}`;
  });
  const banner: Node =
    missing.length > 0
      ? {
          kind: 'banner',
          tone: 'warning',
          text: [say('review.open', { count: missing.length }), ...missing.slice(0, 12)].join('\n'),
        }
      : { kind: 'banner', tone: 'good', text: say('review.complete') };
  return {
    title,
    lang,
    summary: `${title}. ${missing.length > 0 ? say('review.open', { count: missing.length }) : say('review.complete')}`,
    nodes: [
      { kind: 'heading', text: title },
      banner,
      ...sections.filter((node) => node.kind !== 'facts' || node.facts.length > 0),
      ...files(view),
    ],
    form: {
      submit: { label: say('form.submit'), style: 'primary', do: 'submit', args: { draft: view.draft } },
      others: [
        { label: say('form.back'), ...step(view, 'back') },
        { label: say('form.save'), ...step(view, 'save') },
      ],
    },
  };
}

export const today = (now: Date): string => berlinDay(now);

/** What a list calls it: the network's own name and the channel's. Proper names, the same in every language. */
export function titleOf(platformName: string, values: Values): string {
  const name = String(values.name ?? values.handle ?? '').trim();
  return [platformName, name].filter((part) => part !== '').join(' – ');
}
