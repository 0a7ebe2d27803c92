/** The review before submitting: all answers, with what is missing on top. */
import { fieldsOf, isEmpty, type Problem, type Screen, scope } from '../../cards/form.ts';
import { label, sayProblem, showValue } from '../../cards/form-card.ts';
import type { Card, Node } from '../../cards/node.ts';
import { type Say, sayIfKnown } from '../../cards/text.ts';
import { keyed } from '../keyed.ts';
import { lacking } from './check.ts';
import { type DraftCard, droppedBanner, files, step } from './screen.ts';

/** All answers, with what is missing on top. Each section leads back to its screen. */
export function reviewCard(view: DraftCard, all: readonly Screen[]): Card {
  const { say, values } = view;
  const lang = say.lang;
  const open = [...lacking(values, view.today), ...view.problems];
  // A closure ends the channel and changes nothing about it.
  const fixed = values.kind === 'closure';
  const title = say('review.title');
  const sections = all.flatMap((screen, index): Node[] => {
    const here = scope(screen, values);
    const missing = open.filter((problem) =>
      fieldsOf(screen, values).some(([field]) => screen.prefix + field === problem.path),
    );
    return [
      {
        kind: 'item',
        title: nameOf(screen, say),
        ...(missing.length > 0 ? { text: say('review.missing', { count: missing.length }) } : {}),
        buttons: fixed ? [] : [{ label: say('review.change'), ...step(view, 'open', index) }],
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
  // Contradictions come before missing answers: the list is cut, and a screen does not show a contradiction.
  const ranked = [...open].sort((a, b) => Number(a.code === 'required') - Number(b.code === 'required'));
  const missing = ranked.map((problem) => `• ${placeOf(problem, all, say)}: ${sayProblem(lang, problem)}`);
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
      ...droppedBanner(view),
      banner,
      ...sections.filter((node) => node.kind !== 'facts' || node.facts.length > 0),
      ...files(view),
    ],
    form: {
      submit: { label: say('form.submit'), style: 'primary', do: 'submit', args: { draft: view.draft } },
      others: [
        ...(fixed ? [] : [{ label: say('form.back'), ...step(view, 'back') }]),
        { label: say('form.save'), ...step(view, 'save') },
      ],
    },
  };
}

function nameOf(screen: Screen, say: Say): string {
  const name = keyed(say.lang, `page.${screen.page.name}`);
  if (screen.entry === undefined) return name;
  return `${name} – ${say('form.entry', { entry: screen.entry + 1, of: screen.of ?? 1 })}`;
}

/** The field's label, for a person with their place: "Person 2 von 3 – Funktion". */
function placeOf({ path }: Problem, all: readonly Screen[], say: Say): string {
  const field = path.split('.').at(-1) ?? path;
  const name = sayIfKnown(say.lang, `field.${field}`) ?? keyed(say.lang, `page.${field}`);
  const screen = all.find(({ prefix }) => prefix !== '' && path.startsWith(prefix));
  if (screen?.entry === undefined) return name;
  return `${say('form.entry', { entry: screen.entry + 1, of: screen.of ?? 1 })} – ${name}`;
}
