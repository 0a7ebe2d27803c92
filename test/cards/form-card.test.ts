import { describe, expect, it } from 'vitest';
import type { Field, Form, Problem, Screen, Values } from '../../cards/form.ts';
import { screens } from '../../cards/form.ts';
import { drawScreen, inputOf, label, optionsOf, questions, sayProblem, showValue } from '../../cards/form-card.ts';
import { isInput, type Node } from '../../cards/node.ts';

const form = {
  name: 'test',
  version: 1,
  pages: [
    {
      name: 'first',
      fields: {
        purpose: { kind: 'area', required: true, max: 2000 },
        term: { kind: 'choice', required: true, options: ['unlimited', 'limited'] },
        limitedUntil: { kind: 'date', required: true, when: (values) => values.term === 'limited' },
        topics: { kind: 'line', more: true },
        netiquette: { kind: 'link', more: true },
      },
    },
    {
      name: 'persons',
      repeat: { min: 1, max: 3 },
      fields: { person: { kind: 'person', required: true }, unblock: { kind: 'yesno', words: 'emergency' } },
    },
  ],
} as const satisfies Form;

const people = [{ value: 'p_1', label: 'Leitung Kulturbetriebe' }];
const names = (person: string) => people.find((option) => option.value === person)?.label ?? person;
const screenOf = (values: Values, place: number): Screen => screens(form, values)[place] as Screen;
const draw = (values: Values, problems: Problem[] = [], place = 0) =>
  drawScreen('de', screenOf(values, place), values, { problems, people, names });
const inputNames = (nodes: Node[]) => nodes.filter(isInput).map((node) => node.name);

/** The input of one field with one value. */
function input(field: Field, value?: unknown, name = 'it') {
  const screen: Screen = { page: { name: 'page', fields: { [name]: field } }, prefix: '' };
  return inputOf('de', screen, name, field, { [name]: value }, { people, names });
}

describe('inputOf', () => {
  it('takes label, hint, bound and demand from the field', () => {
    expect(input({ kind: 'area', required: true, max: 2000 }, 'Kultur', 'purpose')).toEqual({
      kind: 'area',
      name: 'purpose',
      label: 'Zweck und Inhalte',
      hint: expect.stringMatching(/\?$/),
      required: true,
      value: 'Kultur',
      max: 2000,
    });
  });

  it('draws a line, a link, a number, a date, a yes or no', () => {
    expect(input({ kind: 'line' })).toEqual({ kind: 'line', name: 'it', label: 'it', required: false, max: 200 });
    expect(input({ kind: 'link' }, 'https://x.de')).toMatchObject({ kind: 'line', value: 'https://x.de', max: 500 });
    expect(input({ kind: 'number' }, 12)).toMatchObject({ kind: 'number', value: '12' });
    expect(input({ kind: 'date' }, '2026-11-21')).toMatchObject({ kind: 'date', value: '2026-11-21' });
    expect(input({ kind: 'yesno' }, 'no')).toMatchObject({ kind: 'choice', value: 'no' });
  });

  it('gives a date picker no day that is none', () => {
    expect(input({ kind: 'date' }, 'bald')).not.toHaveProperty('value');
  });

  it('draws choices as a list, whatever is stored', () => {
    const field: Field = { kind: 'choices', options: ['post', 'ads'] };
    expect(input(field, ['ads'], 'rights')).toMatchObject({ value: ['ads'] });
    expect(input(field, undefined, 'rights')).toMatchObject({ value: [] });
    expect(input(field, undefined, 'rights')).toMatchObject({ options: [{ value: 'post' }, { value: 'ads' }] });
  });

  it('shows the name behind a person', () => {
    expect(input({ kind: 'person' }, 'p_1')).toMatchObject({
      value: 'p_1',
      shown: 'Leitung Kulturbetriebe',
      options: people,
    });
    expect(input({ kind: 'person' })).not.toHaveProperty('shown');
  });

  it('names the entry in front of the field and says what is wrong with it', () => {
    const values = { persons: [{}] };
    const field = form.pages[1].fields.person;
    const problem: Problem = { path: 'persons.0.person', code: 'required' };
    expect(inputOf('en', screenOf(values, 1), 'person', field, values, { problem })).toMatchObject({
      name: 'persons.0.person',
      problem: 'This is still missing. Please fill it in.',
      options: [],
    });
  });
});

describe('label, optionsOf', () => {
  it('looks the words up by the name or by what the field says', () => {
    expect(label('en', 'purpose', { kind: 'area' })).toBe('Purpose and content');
    expect(label('en', 'unblock', form.pages[1].fields.unblock)).toBe('Is the person an emergency contact?');
  });

  it('says yes and no in the language of the reader', () => {
    const labels = (lang: 'de' | 'en') => optionsOf(lang, 'comments', { kind: 'yesno' }).map((option) => option.label);
    expect(labels('de')).toEqual(['Ja', 'Nein']);
    expect(labels('en')).toEqual(['Yes', 'No']);
  });
});

describe('sayProblem', () => {
  it('fills in the bounds', () => {
    expect(sayProblem('de', { path: 'it', code: 'too-long', args: { min: 1, max: 200 } })).toContain(
      'höchstens 200 Zeichen',
    );
    expect(sayProblem('en', { path: 'url', code: 'taken', args: { number: 'SN-2026-0042-v1' } })).toContain(
      'already registered: SN-2026-0042-v1',
    );
  });
});

describe('showValue', () => {
  const shown: [field: Field, name: string, value: unknown, text: string][] = [
    [{ kind: 'line' }, 'topics', undefined, '–'],
    [{ kind: 'line' }, 'topics', 'Oper', 'Oper'],
    [{ kind: 'number' }, 'it', 12, '12'],
    [{ kind: 'choice', options: ['limited'] }, 'term', 'limited', 'Befristet'],
    [
      { kind: 'choices', options: ['post', 'ads'] },
      'rights',
      ['post', 'ads'],
      'Beiträge veröffentlichen, Werbung schalten',
    ],
    [{ kind: 'choices', options: ['post'] }, 'rights', 'post', 'Beiträge veröffentlichen'],
    [{ kind: 'choice', options: ['limited'] }, 'term', 'gone', 'gone'],
    [{ kind: 'yesno' }, 'comments', 'yes', 'Ja'],
    [{ kind: 'date' }, 'limitedUntil', '2027-03-01', '01.03.2027'],
    [{ kind: 'date' }, 'limitedUntil', 'bald', 'bald'],
    [{ kind: 'person' }, 'person', 'p_1', 'Leitung Kulturbetriebe'],
  ];
  it.each(shown)('%j %s %j is read as “%s”', (field, name, value, text) => {
    expect(showValue('de', name, field, value, names)).toBe(text);
  });
});

describe('drawScreen', () => {
  it('shows the usual fields and folds the voluntary ones away', () => {
    const nodes = draw({});
    expect(inputNames(nodes)).toEqual(['purpose', 'term']);
    expect(nodes.at(-1)).toMatchObject({ kind: 'fold', title: 'Weitere Angaben (2, freiwillig)', open: false });
    const fold = nodes.at(-1);
    expect(fold?.kind === 'fold' && inputNames(fold.nodes)).toEqual(['topics', 'netiquette']);
  });

  it('opens a field once its condition holds', () => {
    expect(inputNames(draw({ term: 'limited' }))).toEqual(['purpose', 'term', 'limitedUntil']);
  });

  it('shows a folded field with a problem open', () => {
    const nodes = draw({ netiquette: 'x' }, [{ path: 'netiquette', code: 'not-a-link', args: { min: 1, max: 500 } }]);
    expect(inputNames(nodes)).toEqual(['purpose', 'term', 'netiquette']);
    expect(nodes.find((node) => isInput(node) && node.name === 'netiquette')).toMatchObject({
      value: 'x',
      problem: expect.stringContaining('kein vollständiger Link'),
    });
    expect(nodes.at(-1)).toMatchObject({ kind: 'fold', title: 'Weitere Angaben (1, freiwillig)' });
  });

  it('draws no fold without folded fields', () => {
    expect(draw({}, [], 1).some((node) => node.kind === 'fold')).toBe(false);
  });
});

describe('questions', () => {
  it('asks field by field, the folded ones too, the conditional ones only if', () => {
    const paths = (values: Values) => questions(form, values).map((question) => question.path);
    expect(paths({})).toEqual(['purpose', 'term', 'topics', 'netiquette', 'persons.0.person', 'persons.0.unblock']);
    expect(paths({ term: 'limited', persons: [{}, {}] })).toEqual([
      'purpose',
      'term',
      'limitedUntil',
      'topics',
      'netiquette',
      'persons.0.person',
      'persons.0.unblock',
      'persons.1.person',
      'persons.1.unblock',
    ]);
  });
});
