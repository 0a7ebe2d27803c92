/** One screen of the form as a card, and what it shares with the review. */
import { fieldsOf, type Problem, type Screen, type Values } from '../../cards/form.ts';
import { drawScreen, type Names } from '../../cards/form-card.ts';
import type { Button, Card, Node, Option } from '../../cards/node.ts';
import { type Say, sayIfKnown } from '../../cards/text.ts';
import type { Attachment } from '../../db/registry/dossiers.ts';
import { keyed } from '../keyed.ts';
import { form, lacking } from './check.ts';

export type DraftCard = {
  draft: string;
  values: Values;
  /** Index of the screen; one past the last is the review. */
  page: number;
  problems: Problem[];
  /** Fields that a newer version of the form no longer has as they were. */
  dropped?: readonly string[];
  /** Filled in from the link and the office's last application (`found`), or from the version before (`copied`). */
  prefilled?: 'found' | 'copied' | undefined;
  files: readonly Pick<Attachment, 'id' | 'name' | 'state' | 'problem'>[];
  people: Option[];
  names: Names;
  say: Say;
  today: string;
};

const PREFILLED = { found: 'form.prefilled', copied: 'form.copied' } as const;

/** A button to another place in the form. It sends what was typed along. */
export const step = (
  view: DraftCard,
  go: string,
  page = view.page,
): { do: string; args: Record<string, string | number> } => ({
  do: 'fill',
  args: { draft: view.draft, page, go },
});

export function screenCard(view: DraftCard, screen: Screen, index: number): Card {
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
    ...droppedBanner(view),
    ...(view.prefilled && index === 0
      ? [{ kind: 'banner', tone: 'info', text: say(PREFILLED[view.prefilled]) } as const]
      : []),
  ];
  return {
    title: say('form.title'),
    lang,
    summary: `${say('form.title')}: ${title}. ${progress}`,
    nodes: [
      { kind: 'heading', text: title },
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
        ...(leadsToReview(view, screen) ? [{ label: say('form.to-review'), ...step(view, 'review') }] : []),
        { label: say('form.save'), ...step(view, 'save') },
        { label: say('form.conversation'), ...step(view, 'talk') },
      ],
    },
  };
}

/** Everything still missing is on this screen, so the user can go straight to the review. */
function leadsToReview({ values, today }: DraftCard, screen: Screen): boolean {
  const here = new Set(fieldsOf(screen, values).map(([name]) => screen.prefix + name));
  return lacking(values, today).every(({ path }) => here.has(path));
}

/** Lists answers a newer form dropped, so that nothing is lost unnoticed. */
export function droppedBanner({ dropped, say }: DraftCard): Node[] {
  if (!dropped || dropped.length === 0) return [];
  const fields = dropped.map((name) => sayIfKnown(say.lang, `field.${name}`) ?? name).join(', ');
  return [{ kind: 'banner', tone: 'warning', text: say('form.changed', { fields }) }];
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

/** The draft's attachments, and how to add one. */
export function files(view: DraftCard): Node[] {
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
