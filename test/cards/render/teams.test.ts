import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Card, Input, Node, Option } from '../../../cards/node.ts';
import { LIMITS } from '../../../cards/render/limits.ts';
import {
  type AdaptiveCardJson,
  buttonFromData,
  bytes,
  cardToAdaptiveCard,
  listFromValue,
  valuesFromData,
} from '../../../cards/render/teams.ts';
import { anyCard, anySloppyCard } from '../../support/arbitrary-card.ts';

// `import 'adaptivecards'` fails in Node (ESM without extensions); the UMD build parses without a document.
const AC = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof import('adaptivecards');

/** Everything the official parser and its validation complain about. */
function complaints(json: AdaptiveCardJson): string[] {
  // The pattern of `lang` is global and remembers where the last match ended, so every second card would fail.
  const lang = AC.CardElement.langProperty as unknown as { regEx: RegExp };
  lang.regEx.lastIndex = 0;
  const card = new AC.AdaptiveCard();
  card.hostConfig = new AC.HostConfig({ actions: { maxActions: LIMITS.teams.visibleActions } });
  const context = new AC.SerializationContext(AC.Versions.v1_6);
  card.parse(json, context);
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...parsed, ...card.validateProperties().validationEvents.map((event) => event.message)];
}

type Json = { [key: string]: unknown };

/** All objects of the card that have a type, in reading order. */
function* parts(value: unknown): Generator<Json> {
  if (Array.isArray(value)) for (const item of value) yield* parts(item);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value) yield value as Json;
    for (const inner of Object.values(value)) yield* parts(inner);
  }
}

const ofType = (json: unknown, type: string): Json[] => [...parts(json)].filter((part) => part.type === type);

/** What a client reads as markdown: text blocks, facts, and the labels of radio buttons and check boxes. */
function markdownTexts(json: AdaptiveCardJson): string[] {
  return [...parts(json)].flatMap((part): string[] => {
    if (part.type === 'TextBlock') return [String(part.text)];
    if (part.type === 'FactSet')
      return (part.facts as Json[]).flatMap((fact) => [String(fact.title), String(fact.value)]);
    if (part.type === 'Input.ChoiceSet' && part.style === 'expanded')
      return (part.choices as Json[]).map((one) => String(one.title));
    return [];
  });
}

/** All text a reader sees, however it is drawn. */
function seen(json: AdaptiveCardJson): string {
  const runs = ofType(json, 'TextRun').map((run) => String(run.text));
  return [...markdownTexts(json), ...runs].join('\n');
}

function makeCard(overrides: Partial<Card> = {}): Card {
  return { title: 'Antrag SN-2026-0001', nodes: [], summary: 'Ein Antrag wartet auf Sie.', lang: 'de', ...overrides };
}
const makeButton = (overrides: Partial<Button> = {}): Button => ({
  label: 'Ja',
  do: 'vote',
  args: { id: 'a_1' },
  ...overrides,
});
const draw = (...nodes: Node[]) => cardToAdaptiveCard(makeCard({ nodes }));
const options = (...values: string[]): Option[] => values.map((value) => ({ value, label: `Auswahl ${value}` }));
const line = (overrides: Partial<Extract<Input, { kind: 'line' }>> = {}): Input => ({
  kind: 'line',
  name: 'name',
  label: 'Name',
  required: false,
  max: 200,
  ...overrides,
});

const HOSTILE = [
  '[Anmelden](https://evil.example)',
  '**fett** und _schräg_ und `code`',
  '*Wir* und Mitarbeiter*innen',
  '* Punkt',
  '# Überschrift',
  '> Zitat',
  '- Punkt',
  '1. Punkt',
  '---',
  '<at>Alle</at> <b>fett</b>',
  '&lt;at&gt;',
  '{{DATE(2026-11-21T00:00:00Z, LONG)}}',
  'C:\\Pfad\\_intern_',
  '![Bild](https://evil.example/x.png)',
];

describe('cardToAdaptiveCard', () => {
  it('draws a whole card that the official parser accepts without a word', () => {
    const button = makeButton();
    const json = cardToAdaptiveCard(
      makeCard({
        form: { submit: makeButton({ label: 'Weiter' }), others: [makeButton({ label: 'Zurück' })] },
        nodes: [
          { kind: 'heading', text: '1. Netzwerk' },
          { kind: 'text', text: 'Erste Zeile\nzweite Zeile\n\nneuer Absatz' },
          { kind: 'banner', tone: 'warning', text: 'Es fehlt etwas.' },
          { kind: 'facts', facts: [{ label: 'Adresse', value: 'https://www.facebook.com/stadt_dortmund' }] },
          { kind: 'table', columns: ['FB 3', 'FB 11'], rows: [['Ja', 'Nein']] },
          { kind: 'item', title: 'Kanal', text: 'veröffentlicht', buttons: [button] },
          { kind: 'divider' },
          { kind: 'link', text: 'Zum Kanal', url: 'https://www.facebook.com/stadt_dortmund' },
          {
            kind: 'actions',
            buttons: [
              button,
              makeButton({ confirm: { title: 'Sicher?', text: 'Für immer.', yes: 'Ja, sicher', no: 'Nein' } }),
            ],
          },
          { kind: 'fold', id: 'more', title: 'Weitere Angaben', open: false, nodes: [line({ name: 'inner' })] },
          line(),
          { ...line({ name: 'area' }), kind: 'area' } as Input,
          { kind: 'number', name: 'number', label: 'Anzahl', required: true, value: '3' },
          { kind: 'date', name: 'date', label: 'Datum', required: false, value: '2026-11-21' },
          { kind: 'choice', name: 'choice', label: 'Art', required: true, options: options('a', 'b') },
          {
            kind: 'choices',
            name: 'choices',
            label: 'Rechte',
            required: false,
            options: options('a', 'b'),
            value: ['a'],
          },
          { kind: 'person', name: 'person', label: 'Wer', required: true, options: options('p_1') },
        ],
      }),
    );
    expect(complaints(json)).toEqual([]);
    expect(json).toMatchObject({
      type: 'AdaptiveCard',
      version: '1.5',
      lang: 'de',
      fallbackText: 'Ein Antrag wartet auf Sie.',
    });
  });

  it('gives a button its verb and data, and old clients a fallback with the same data', () => {
    const [action] = ofType(draw({ kind: 'actions', buttons: [makeButton({ style: 'danger' })] }), 'Action.Execute');
    const data = { do: 'vote', args: { id: 'a_1' } };
    expect(action).toMatchObject({
      verb: 'vote',
      title: 'Ja',
      style: 'destructive',
      data,
      fallback: { type: 'Action.Submit', data },
    });
  });

  it('asks before it does what can not be undone: the real button stands behind the question', () => {
    const confirm = {
      title: 'Endgültig?',
      text: 'Das lässt sich nicht zurücknehmen.',
      yes: 'Ja, einreichen',
      no: 'Abbrechen',
    };
    const json = draw({ kind: 'actions', buttons: [makeButton({ confirm })] });
    const [question] = ofType(json, 'Action.ShowCard');
    expect(question).toMatchObject({ title: 'Ja' });
    expect(ofType(question, 'Action.Execute')).toMatchObject([{ title: 'Ja, einreichen', verb: 'vote' }]);
    expect(seen(json)).toContain('Das lässt sich nicht zurücknehmen.');
  });

  it('leaves no button out: rows of at most six', () => {
    const buttons = Array.from({ length: 14 }, (_, index) => makeButton({ label: `Nr. ${index}` }));
    const rows = ofType(draw({ kind: 'actions', buttons }), 'ActionSet').map(
      (row) => (row.actions as unknown[]).length,
    );
    expect(rows).toEqual([6, 6, 2]);
  });

  it('folds inputs away and opens the fold that holds a problem', () => {
    const fold = (problem?: string): Node => ({
      kind: 'fold',
      id: 'more',
      title: 'Weitere',
      open: false,
      nodes: [line(problem ? { problem } : {})],
    });
    const [toggle] = ofType(draw(fold()), 'Action.ToggleVisibility');
    expect(ofType(draw(fold()), 'Container')).toMatchObject([
      { id: (toggle!.targetElements as string[])[0], isVisible: false },
    ]);
    expect(ofType(draw(fold('Zu lang.')), 'Container')).toMatchObject([{ isVisible: true }]);
  });

  it('marks required inputs by a word and never blocks in the client', () => {
    const [input] = ofType(draw(line({ required: true })), 'Input.Text');
    expect(input).toMatchObject({ label: 'Name (Pflicht)', isRequired: false });
  });

  it('shows a problem right under its field and keeps what was typed', () => {
    const body = draw(
      line({ value: 'abc', problem: 'Zu kurz.', hint: 'Wie im Netzwerk.' }),
      line({ name: 'next' }),
    ).body;
    expect(body.map((part) => part.type)).toEqual(['TextBlock', 'Input.Text', 'TextBlock', 'TextBlock', 'Input.Text']);
    expect(body[1]).toMatchObject({ value: 'abc' });
    expect(body[2]).toMatchObject({ text: '⚠ Zu kurz.', color: 'Attention' });
  });

  it.each([
    ['number', { value: 'zwölf' }],
    ['date', { value: '31.13.2026' }],
    ['date', { value: '2026-02-30' }],
  ] as const)('keeps a %s that is none in a text field: %o', (kind, value) => {
    const json = draw({ kind, name: 'field', label: 'Feld', required: false, ...value });
    expect(ofType(json, 'Input.Text')).toMatchObject([{ id: 'field', ...value }]);
  });

  it('says state with a sign, not by colour alone', () => {
    const [banner] = ofType(draw({ kind: 'banner', tone: 'danger', text: 'Kanal übernommen' }), 'Container');
    expect(banner).toMatchObject({
      style: 'attention',
      items: [{ text: '⛔ Kanal übernommen' }],
    });
  });

  it('draws a table where it fits and lists where it does not', () => {
    const narrow = draw({
      kind: 'table',
      columns: ['Stelle', 'Votum'],
      rows: [
        ['FB 3', 'Ja'],
        ['FB 11', 'Nein'],
      ],
    });
    expect(ofType(narrow, 'TableRow')).toHaveLength(3);
    const columns = ['Leitung', 'FB 3', 'Datenschutz', 'IT-Sicherheit', 'FB 11', 'Personalrat'];
    const row = ['Ja', 'Ja', 'in Bearbeitung', 'Nein', 'Ja', 'in Bearbeitung'];
    expect(ofType(draw({ kind: 'table', columns, rows: [row] }), 'TableRow')).toHaveLength(6);
    expect(ofType(draw({ kind: 'table', columns, rows: [row, row] }), 'FactSet')).toHaveLength(2);
  });

  it('offers the whole city in Teams, and everywhere a line for a name that no list has', () => {
    const person: Input = { kind: 'person', name: 'who', label: 'Wer', required: true, options: options('p_1') };
    const graph = cardToAdaptiveCard(makeCard({ nodes: [person] }), { people: 'graph' });
    expect(ofType(graph, 'Input.ChoiceSet')).toMatchObject([
      { id: 'who', style: 'filtered', 'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' } },
    ]);
    expect(ofType(graph, 'Input.Text')).toMatchObject([{ id: 'who__typed' }]);
    expect(ofType(cardToAdaptiveCard(makeCard({ nodes: [person] }), { people: 'free' }), 'Input.Text')).toEqual([]);
  });

  it('shows a person who is not among the options, and a typed name where it was typed', () => {
    const person = { kind: 'person', name: 'who', label: 'Wer', required: true, options: options('p_1') } as const;
    const [list] = ofType(draw({ ...person, value: 'p_9', shown: 'Leitung Kulturbetriebe' }), 'Input.ChoiceSet');
    expect(list).toMatchObject({
      value: 'p_9',
      choices: [{ value: 'p_9', title: 'Leitung Kulturbetriebe' }, { value: 'p_1' }],
    });
    const typed = draw({ ...person, value: 'Leitung, Zoo', problem: 'Nicht bekannt.' });
    expect(ofType(typed, 'Input.Text')).toMatchObject([{ id: 'who__typed', value: 'Leitung, Zoo' }]);
    expect(ofType(typed, 'Input.ChoiceSet')[0]).not.toHaveProperty('value');
  });

  it('lets an optional choice be taken back', () => {
    const [choice] = ofType(
      draw({ kind: 'choice', name: 'art', label: 'Art', required: false, value: 'a', options: options('a') }),
      'Input.ChoiceSet',
    );
    const none = (choice!.choices as { value: string }[]).at(-1)?.value;
    expect(valuesFromData({ do: 'x', args: {}, art: none })).toEqual({ art: '' });
  });
});

describe('text from people', () => {
  it.each(HOSTILE)('is shown letter by letter: %s', (text) => {
    const json = cardToAdaptiveCard(
      makeCard({
        title: text,
        nodes: [
          { kind: 'heading', text },
          { kind: 'text', text },
          { kind: 'note', text },
          { kind: 'banner', tone: 'info', text },
          { kind: 'facts', facts: [{ label: text, value: text }] },
          { kind: 'table', columns: ['Name'], rows: [[text]] },
          { kind: 'item', title: text, text, buttons: [] },
          line({ label: text, hint: text, problem: text }),
          { kind: 'choice', name: 'choice', label: text, required: true, options: [{ value: 'a', label: text }] },
        ],
      }),
    );
    expect(complaints(json)).toEqual([]);
    for (const shown of markdownTexts(json)) {
      expect(shown).not.toMatch(/[\\`~[\]<]|\*.*\*|&\w+;|\{\{|^\s*(#|>|[-+*] |\d+[.)] |---)/);
      expect(shown).not.toMatch(/(^|[^\p{L}\p{N}])_|_([^\p{L}\p{N}]|$)/u);
    }
    const visible = (letters: string) => letters.replaceAll('\u2060', '').replaceAll('\u00A0', ' ');
    expect(visible(seen(json))).toContain(text);
    expect(JSON.stringify(json)).not.toMatch(/<\/?at\b|\{\{/);
  });

  it('keeps a link only to a web address', () => {
    const link = (url: string, text = 'Impressum') => draw({ kind: 'link', text, url });
    expect(ofType(link('https://www.dortmund.de/a_(b)'), 'TextBlock').at(-1)).toMatchObject({
      text: '[Impressum](https://www.dortmund.de/a_%28b%29)',
    });
    expect(ofType(link('https://www.dortmund.de/', '[x](y)'), 'Action.OpenUrl')).toMatchObject([{ title: '[x](y)' }]);
    for (const text of HOSTILE) {
      const json = link('https://www.dortmund.de/', text);
      const [button] = ofType(json, 'Action.OpenUrl');
      if (!button) expect(text).not.toMatch(/[\\`~[\]<_]|\*.*\*|^\* |&\w+;|\{\{/);
      expect(complaints(json)).toEqual([]);
    }
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'https://dortmund.de@evil.example/', 'kein Link']) {
      const json = link(url);
      expect(ofType(json, 'Action.OpenUrl')).toEqual([]);
      expect(seen(json)).not.toContain('](');
    }
  });

  it('leaves words with a gender star in plain facts', () => {
    const json = draw({ kind: 'facts', facts: [{ label: 'Antragsteller*in', value: 'Leitung Kulturbetriebe' }] });
    expect(ofType(json, 'FactSet')).toMatchObject([{ facts: [{ title: 'Antragsteller*in' }] }]);
  });

  it('draws no empty block', () => {
    const json = cardToAdaptiveCard(
      makeCard({
        title: ' ',
        nodes: [
          { kind: 'text', text: '\n\n' },
          { kind: 'banner', tone: 'info', text: '' },
          { kind: 'facts', facts: [] },
          { kind: 'table', columns: [], rows: [] },
          { kind: 'actions', buttons: [] },
          { kind: 'fold', id: 'more', title: 'Mehr', open: true, nodes: [] },
        ],
      }),
    );
    expect(json.body).toEqual([]);
  });
});

describe('the size of a card', () => {
  it.each([
    ['long texts', { nodes: Array.from({ length: 40 }, () => ({ kind: 'text', text: 'ü'.repeat(5000) }) as Node) }],
    [
      'many facts',
      {
        nodes: [
          { kind: 'facts', facts: Array.from({ length: 900 }, (_, n) => ({ label: `L${n}`, value: '😀'.repeat(90) })) },
        ],
      },
    ],
    ['many lines', { nodes: [{ kind: 'text', text: 'a\n'.repeat(9000) }] }],
    [
      'many rows',
      {
        nodes: Array.from(
          { length: 300 },
          (_, n) => ({ kind: 'item', title: `Kanal ${n}`, buttons: [makeButton()] }) as Node,
        ),
      },
    ],
    [
      'many people',
      {
        nodes: [
          {
            kind: 'person',
            name: 'who',
            label: 'Wer',
            required: true,
            value: 'p_1999',
            options: options(...Array.from({ length: 2000 }, (_, n) => `p_${n}`)),
          },
        ],
      },
    ],
    ['long values', { nodes: Array.from({ length: 12 }, (_, n) => line({ name: `n${n}`, value: 'ß'.repeat(3000) })) }],
    [
      'long arguments',
      {
        nodes: Array.from(
          { length: 30 },
          () => ({ kind: 'actions', buttons: [makeButton({ args: { text: 'x'.repeat(1500) } })] }) as Node,
        ),
      },
    ],
    ['a long title', { title: 'T'.repeat(50_000), summary: 'S'.repeat(50_000) }],
  ] as [string, Partial<Card>][])('stays within 28 KB: %s', (_, overrides) => {
    const json = cardToAdaptiveCard(makeCard(overrides));
    expect(bytes(json)).toBeLessThanOrEqual(LIMITS.teams.cardBytes);
    expect(bytes(json)).toBe(Buffer.byteLength(JSON.stringify(json), 'utf8'));
    expect(complaints(json)).toEqual([]);
  });

  it('says that something is missing, and never cuts a typed value', () => {
    const value = 'ß'.repeat(3000);
    const json = cardToAdaptiveCard(
      makeCard({ nodes: Array.from({ length: 12 }, (_, n) => line({ name: `n${n}`, value })) }),
    );
    expect(seen(json)).toMatch(/bleibt unverändert/);
    const inputs = ofType(json, 'Input.Text');
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) expect(input.value).toBe(value);
  });

  it('keeps the chosen person when the list is cut', () => {
    const people = options(...Array.from({ length: 2000 }, (_, n) => `p_${n}`));
    const json = draw({ kind: 'person', name: 'who', label: 'Wer', required: true, value: 'p_1999', options: people });
    const [list] = ofType(json, 'Input.ChoiceSet');
    expect(list?.choices).toContainEqual({ title: 'Auswahl p_1999', value: 'p_1999' });
  });

  it('is valid and small enough for every card there can be', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyCard, anySloppyCard),
        fc.constantFrom('list' as const, 'graph' as const, 'free' as const),
        (card, people) => {
          const json = cardToAdaptiveCard(card, { people });
          // Microsoft's own people picker has an empty list beside its query; the open-source validation wants a choice.
          const known = /must have at least one choice/;
          expect(complaints(json).filter((text) => people !== 'graph' || !known.test(text))).toEqual([]);
          expect(bytes(json)).toBeLessThanOrEqual(LIMITS.teams.cardBytes);
          for (const part of parts(json)) {
            if (part.type === 'TextBlock') expect(String(part.text).trim()).not.toBe('');
            if (part.type === 'ActionSet') expect((part.actions as unknown[]).length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what comes back', () => {
  const json = cardToAdaptiveCard(
    makeCard({
      nodes: [
        line({ value: 'alt' }),
        line({ name: 'empty' }),
        {
          kind: 'choices',
          name: 'rights',
          label: 'Rechte',
          required: false,
          options: options('a,b', '100%2C', 'c'),
          value: ['a,b'],
        },
        { kind: 'person', name: 'who', label: 'Wer', required: true, options: options('p_1', 'p_2'), value: 'p_1' },
        { kind: 'actions', buttons: [makeButton()] },
      ],
    }),
  );
  const data = ofType(json, 'Action.Execute')[0]?.data as Json;

  it('names the button', () => {
    expect(buttonFromData({ ...data, name: 'neu' })).toEqual({ do: 'vote', args: { id: 'a_1' } });
    for (const strange of [undefined, null, 'x', [], {}, { do: 7 }, { do: '' }])
      expect(buttonFromData(strange)).toBeUndefined();
  });

  it('gives the values, an emptied field too, and leaves out what was empty before', () => {
    // Clients leave empty inputs out: `name` and `rights` were emptied.
    expect(valuesFromData({ ...data, who: 'p_2' })).toEqual({ name: '', rights: '', who: 'p_2' });
    expect(valuesFromData({ ...data, name: 'neu', empty: 'x' })).toMatchObject({ name: 'neu', empty: 'x' });
    for (const strange of [undefined, null, 'x', []]) expect(valuesFromData(strange)).toEqual({});
  });

  it.each([
    ['typed beside an untouched list', { ...data, who: 'p_1', who__typed: 'Leitung, Zoo ' }, 'Leitung, Zoo'],
    ['only typed', { do: 'x', args: {}, who__typed: 'Leitung, Zoo' }, 'Leitung, Zoo'],
    [
      'picked after a name was typed',
      { do: 'x', args: {}, filled: ['who__typed'], who: 'p_2', who__typed: 'Leitung, Zoo' },
      'p_2',
    ],
    ['only picked', { do: 'x', args: {}, who: 'p_2', who__typed: '' }, 'p_2'],
    ['typed name taken back', { do: 'x', args: {}, filled: ['who__typed'] }, ''],
  ])('a person: %s', (_, sent, expected) => {
    expect(valuesFromData(sent).who).toBe(expected);
  });

  it('reads several choices back as they were, commas and all', () => {
    const [list] = ofType(json, 'Input.ChoiceSet');
    expect(listFromValue(list?.value)).toEqual(['a,b']);
    const all = (list!.choices as { value: string }[]).map((choice) => choice.value);
    expect(all.every((value) => !value.includes(','))).toBe(true);
    expect(listFromValue(all.join(','))).toEqual(['a,b', '100%2C', 'c']);
    expect(listFromValue(['a', 'b'])).toEqual(['a', 'b']);
    expect(listFromValue(undefined)).toEqual([]);
  });

  it('an input named like a part of the button disturbs nothing', () => {
    const clash = cardToAdaptiveCard(
      makeCard({ nodes: [line({ name: 'do', value: 'x' }), { kind: 'actions', buttons: [makeButton()] }] }),
    );
    const [input] = ofType(clash, 'Input.Text');
    const sent = { ...(ofType(clash, 'Action.Execute')[0]?.data as Json), [String(input?.id)]: 'getippt' };
    expect(buttonFromData(sent)).toEqual({ do: 'vote', args: { id: 'a_1' } });
    expect(valuesFromData(sent)).toEqual({ do: 'getippt' });
  });
});
