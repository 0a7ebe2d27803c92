/**
 * Extreme cards for property tests of every renderer: hostile texts, and far too many nodes, lists and options. Names
 * of inputs and folds are valid and unique, as in real forms; `anySloppyCard` breaks that rule too.
 */
import fc from 'fast-check';
import type { Button, Card, Input, Node, Option } from '../../cards/node.ts';

const NASTY = [
  '<!channel> <@U012345> <#C012345|raum>',
  '@everyone @here #allgemein',
  '[Anmelden](https://boese.example) **fett** _kursiv_ ~weg~ `code` ```block```',
  'javascript:alert(1)',
  'https://www.example.org/pfad?a=1&b=<2>',
  'mailto:leitung@example.org',
  ':smile: & &amp; < > " \' \\',
  '\u202Egpj.exe\u202C \u2066innen\u2069',
  '\u0000\u0007\u001B[31m\u0085\r\n\tneu',
  '👨‍👩‍👧‍👦👩🏽‍🚀🇩🇪e\u0301\u0301\u0301',
  'مرحبا بالعالم שלום',
  '\uD83D',
  '\uDE00x',
  '\u200B\u200D\uFEFF',
  '   ',
  '',
  '=HYPERLINK("https://boese.example")',
];

/** Short, ordinary, hostile, or very long. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Facebook-Auftritt der Kulturbetriebe', 'Ja', 'Nein', 'Größe: XL') },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('Langer Text. ', '👨‍👩‍👧‍👦', 'ß&<', 'ohneleerzeichen', 'Zeile\n', 'a\u0301\u0302'),
        fc.integer({ min: 1, max: 900 }),
      )
      .map(([part, times]) => part.repeat(times)),
  },
);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const command = fc.constantFrom('vote.yes', 'vote.no', 'draft.next', 'channel.show');

/** Drops keys that are undefined. */
function some<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

export const anyButton: fc.Arbitrary<Button> = fc
  .record({
    label: anyText,
    do: command,
    args: maybe(
      fc.dictionary(fc.constantFrom('id', 'page', 'note'), fc.oneof(fc.integer(), fc.boolean(), anyText), {
        maxKeys: 3,
      }),
    ),
    style: maybe(fc.constantFrom('primary' as const, 'danger' as const)),
    confirm: maybe(fc.record({ title: anyText, text: anyText, yes: anyText, no: anyText })),
  })
  .map((button) => some(button) as Button);

const value = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[a-z0-9_-]{1,12}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{76,90}$/) },
);
const anyOptions: fc.Arbitrary<Option[]> = fc.oneof(
  fc.uniqueArray(fc.record({ value, label: anyText }), { maxLength: 14, selector: (option) => option.value }),
  fc
    .integer({ min: 90, max: 260 })
    .map((count) => Array.from({ length: count }, (_, at) => ({ value: `o${at}`, label: `Fachbereich ${at}` }))),
);

/** An input. The caller passes `name` to keep names unique. */
function anyInput(name: string): fc.Arbitrary<Input> {
  const base = {
    name: fc.constant(name),
    label: anyText,
    hint: maybe(anyText),
    required: fc.boolean(),
    problem: maybe(anyText),
  };
  const typed = { ...base, value: maybe(anyText), placeholder: maybe(anyText) };
  const max = fc.integer({ min: 1, max: 20_000 });
  const chosen = (options: Option[]) =>
    fc.constantFrom(undefined, 'gibt-es-nicht', ...options.map((option) => option.value));
  const kinds: fc.Arbitrary<object>[] = [
    fc.record({ kind: fc.constant('line'), ...typed, max }),
    fc.record({ kind: fc.constant('area'), ...typed, max }),
    fc.record({
      kind: fc.constant('number'),
      ...typed,
      value: maybe(fc.constantFrom('12', '-3.5', 'zwölf', '1e9', '')),
    }),
    fc.record({
      kind: fc.constant('date'),
      ...base,
      value: maybe(fc.constantFrom('2026-11-21', '2026-02-31', 'morgen', '')),
    }),
    anyOptions.chain((options) =>
      fc.record({ kind: fc.constant('choice'), ...base, options: fc.constant(options), value: chosen(options) }),
    ),
    anyOptions.chain((options) =>
      fc.record({
        kind: fc.constant('choices'),
        ...base,
        options: fc.constant(options),
        value: maybe(
          fc.array(
            chosen(options).filter((item) => item !== undefined),
            { maxLength: 5 },
          ),
        ),
      }),
    ),
    anyOptions.chain((options) =>
      fc.record({
        kind: fc.constant('person'),
        ...base,
        options: fc.constant(options),
        value: fc.oneof(chosen(options), fc.constantFrom('U045ABCDE', 'p_17')),
        shown: maybe(anyText),
      }),
    ),
  ];
  return fc.oneof(...kinds).map((input) => some(input) as Input);
}

const anyContent: fc.Arbitrary<Node> = fc.oneof(
  fc.record({ kind: fc.constantFrom('heading' as const, 'text' as const, 'note' as const), text: anyText }),
  fc.record({
    kind: fc.constant('banner' as const),
    tone: fc.constantFrom('info' as const, 'good' as const, 'warning' as const, 'danger' as const),
    text: anyText,
  }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 15 }),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(anyText, { maxLength: 8 }),
    rows: fc.array(fc.array(anyText, { maxLength: 8 }), { maxLength: 12 }),
  }),
  fc
    .record({
      kind: fc.constant('item' as const),
      title: anyText,
      text: maybe(anyText),
      buttons: fc.array(anyButton, { maxLength: 4 }),
    })
    .map((node) => some(node) as Node),
  fc.constant<Node>({ kind: 'divider' }),
  fc.record({
    kind: fc.constant('link' as const),
    text: anyText,
    url: fc.oneof(
      anyText,
      fc.webUrl(),
      fc.constantFrom('https://www.example.org@boese.example/', 'ftp://example.org/x'),
    ),
  }),
  fc.record({ kind: fc.constant('actions' as const), buttons: fc.array(anyButton, { maxLength: 30 }) }),
);

function anyNode(name: string): fc.Arbitrary<Node> {
  const plain = fc.oneof({ weight: 3, arbitrary: anyContent }, { weight: 2, arbitrary: anyInput(name) });
  const inside = fc.tuple(anyContent, anyInput(`${name}.0`), anyInput(`${name}.1`)).map((nodes): Node[] => nodes);
  const deep = fc
    .record({
      id: fc.constant(`${name}-innen`),
      title: anyText,
      open: fc.boolean(),
      nodes: anyInput(`${name}.2`).map((node) => [node]),
    })
    .map((fold): Node => ({ kind: 'fold', ...fold }));
  const fold = fc
    .record({
      id: fc.constant(name),
      title: anyText,
      open: fc.boolean(),
      nodes: fc.tuple(inside, deep).map(([nodes, last]) => [...nodes, last]),
    })
    .map((node): Node => ({ kind: 'fold', ...node }));
  return fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: fold });
}

/** Up to 12 nodes; one card in four repeats nodes up to 130 times. */
const anyNodes: fc.Arbitrary<Node[]> = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 12 }) },
    { weight: 1, arbitrary: fc.integer({ min: 40, max: 130 }) },
  )
  .chain((count) =>
    count <= 12
      ? fc.tuple(...Array.from({ length: count }, (_, at) => anyNode(`feld.${at}`)))
      : anyContent.map((node) => Array.from({ length: count }, () => node)),
  );

export const anyCard: fc.Arbitrary<Card> = fc
  .record({
    title: anyText,
    nodes: anyNodes,
    summary: anyText,
    lang: fc.constantFrom('de' as const, 'en' as const),
    form: maybe(fc.record({ submit: anyButton, others: fc.array(anyButton, { maxLength: 4 }) })),
  })
  .map((card) => some(card) as Card);

/** A card with author's mistakes: duplicate names and fold ids, names far too long. */
export const anySloppyCard: fc.Arbitrary<Card> = fc
  .tuple(
    anyCard,
    fc.constantFrom('feld.0', 'x'.repeat(400)).chain((name) => fc.array(anyNode(name), { maxLength: 4 })),
  )
  .map(([card, more]) => ({ ...card, nodes: [...card.nodes, ...more, ...more] }));
