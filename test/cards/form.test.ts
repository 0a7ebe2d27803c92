import { describe, expect, it } from 'vitest';
import {
  clean,
  entriesOf,
  type Field,
  type Form,
  fieldSchema,
  fieldsOf,
  isEmpty,
  isRequired,
  limitsOf,
  problemsIn,
  problemsOn,
  type Screen,
  scope,
  screens,
  takeIn,
  type Values,
  withoutHidden,
} from '../../cards/form.ts';

const TODAY = '2026-11-21';

const form = {
  name: 'test',
  version: 1,
  pages: [
    {
      name: 'first',
      fields: {
        title: { kind: 'line', required: true },
        agency: { kind: 'yesno', required: true },
        agencyEnd: { kind: 'date', required: true, when: (values) => values.agency === 'yes' },
        url: { kind: 'link', required: (values) => values.kind === 'late' },
      },
    },
    {
      name: 'persons',
      repeat: { min: 2, max: 3 },
      fields: {
        person: { kind: 'person', required: true },
        training: { kind: 'choice', required: true, options: ['done', 'not-needed'] },
        date: { kind: 'date', required: true, when: (values) => values.training === 'done' },
        agencyNote: { kind: 'line', when: (values) => values.agency === 'yes' },
      },
    },
  ],
} as const satisfies Form;
const persons = form.pages[1];

/** A form of one field on one page. */
function makeScreen(field: Field): Screen {
  return { page: { name: 'page', fields: { it: field } }, prefix: '' };
}
const screenOf = (values: Values, place: number): Screen => screens(form, values)[place] as Screen;

describe('screens, entriesOf, scope', () => {
  it('shows a repeated page once per entry, and at least as often as it must be filled', () => {
    expect(screens(form, {}).map(({ prefix, entry, of }) => ({ prefix, entry, of }))).toEqual([
      { prefix: '', entry: undefined, of: undefined },
      { prefix: 'persons.0.', entry: 0, of: 2 },
      { prefix: 'persons.1.', entry: 1, of: 2 },
    ]);
    expect(screens(form, { persons: [{}, {}, {}] })).toHaveLength(4);
  });

  it('fills up missing entries and leaves the answers alone', () => {
    const values = { persons: [{ person: 'p_1' }] };
    expect(entriesOf(persons, values)).toEqual([{ person: 'p_1' }, {}]);
    expect(values.persons).toHaveLength(1);
    expect(entriesOf(persons, { persons: 'nonsense' })).toEqual([{}, {}]);
  });

  it('finds the values of a page, of an entry, of an entry that is not there yet', () => {
    const values = { title: 'Oper', persons: [{ person: 'p_1' }] };
    expect(scope(screenOf(values, 0), values)).toBe(values);
    expect(scope(screenOf(values, 1), values)).toEqual({ person: 'p_1' });
    expect(scope({ page: persons, prefix: 'persons.9.', entry: 9 }, values)).toEqual({});
  });
});

describe('fieldsOf, isRequired', () => {
  const names = (values: Values, place: number) => fieldsOf(screenOf(values, place), values).map(([name]) => name);

  it('asks a conditional field only if its condition holds', () => {
    expect(names({}, 0)).toEqual(['title', 'agency', 'url']);
    expect(names({ agency: 'yes' }, 0)).toEqual(['title', 'agency', 'agencyEnd', 'url']);
  });

  it('looks at the entry, and past it at the whole form', () => {
    const values = { agency: 'yes', persons: [{ training: 'done' }, { training: 'not-needed' }] };
    expect(names(values, 1)).toEqual(['person', 'training', 'date', 'agencyNote']);
    expect(names(values, 2)).toEqual(['person', 'training', 'agencyNote']);
  });

  it('demands by condition', () => {
    const url = form.pages[0].fields.url;
    expect(isRequired(url, screenOf({}, 0), { kind: 'new' })).toBe(false);
    expect(isRequired(url, screenOf({}, 0), { kind: 'late' })).toBe(true);
    expect(isRequired({ kind: 'line' }, screenOf({}, 0), {})).toBe(false);
  });
});

describe('isEmpty', () => {
  it.each([[undefined], [null], [''], [[]]])('%j is no answer', (value) => expect(isEmpty(value)).toBe(true));
  it.each([[0], ['no'], [['post']], [false]])('%j is one', (value) => expect(isEmpty(value)).toBe(false));
});

describe('clean', () => {
  const cleaned: [what: string, field: Field, raw: unknown, value: unknown][] = [
    ['trims', { kind: 'line' }, '  Oper  ', 'Oper'],
    ['makes one line of several', { kind: 'line' }, 'Oper \r\n Dortmund', 'Oper Dortmund'],
    ['keeps the lines of an area', { kind: 'area' }, 'Oper\r\nBallett\rTanz', 'Oper\nBallett\nTanz'],
    ['drops what a database cannot keep', { kind: 'area' }, 'a\u0000b\ud83dc\u0007', 'abc'],
    ['keeps emoji and right-to-left text', { kind: 'area' }, '👩‍🚒 مرحبا', '👩‍🚒 مرحبا'],
    ['takes the first of a list for a single value', { kind: 'choice' }, ['done', 'open'], 'done'],
    ['splits a comma list', { kind: 'choices' }, 'post, ads,', ['post', 'ads']],
    ['keeps a list', { kind: 'choices' }, ['post', ' ', 'ads'], ['post', 'ads']],
    ['makes an empty list of nothing', { kind: 'choices' }, undefined, []],
    ['takes no object for text', { kind: 'line' }, { text: 'Oper' }, undefined],
    ['completes a link', { kind: 'link' }, 'www.dortmund.de/impressum', 'https://www.dortmund.de/impressum'],
    ['sees a host before a port', { kind: 'link' }, 'www.dortmund.de:8080/x', 'https://www.dortmund.de:8080/x'],
    ['leaves a scheme as it is', { kind: 'link' }, 'javascript:alert(1)', 'javascript:alert(1)'],
    ['leaves an empty link empty', { kind: 'link' }, ' ', ''],
    ['reads digits', { kind: 'number' }, '12', 12],
    ['leaves other numbers to the check', { kind: 'number' }, '1,5', '1,5'],
    ['keeps an ISO day', { kind: 'date' }, '2026-11-21', '2026-11-21'],
    ['reads a German day', { kind: 'date' }, '1.3.2027', '2027-03-01'],
    ['leaves other days to the check', { kind: 'date' }, 'morgen', 'morgen'],
  ];
  it.each(cleaned)('%s', (_, field, raw, value) => expect(clean(field, raw)).toEqual(value));
});

describe('takeIn', () => {
  it('takes the fields of its screen and ignores everything else', () => {
    const inputs = { title: ' Oper ', url: 'www.dortmund.de', isAdmin: 'yes', 'persons.0.person': 'p_1' };
    expect(takeIn(screenOf({}, 0), { kind: 'new' }, inputs)).toEqual({
      kind: 'new',
      title: 'Oper',
      url: 'https://www.dortmund.de',
    });
  });

  it('drops what was emptied and keeps what was not sent', () => {
    expect(takeIn(screenOf({}, 0), { title: 'Oper', agency: 'no' }, { title: '  ' })).toEqual({ agency: 'no' });
  });

  it('puts an entry in its place without touching the old values', () => {
    const values: Values = { persons: [{ person: 'p_1' }] };
    const taken = takeIn(screenOf(values, 2), values, { 'persons.1.person': 'p_2', 'persons.0.person': 'p_9' });
    expect(taken).toEqual({ persons: [{ person: 'p_1' }, { person: 'p_2' }] });
    expect(values).toEqual({ persons: [{ person: 'p_1' }] });
  });
});

describe('withoutHidden', () => {
  it('drops answers to questions that are no longer asked, in entries too', () => {
    const values = {
      kind: 'new',
      title: 'Oper',
      agency: 'no',
      agencyEnd: '2027-01-31',
      persons: [
        { person: 'p_1', training: 'not-needed', date: '2026-01-01', agencyNote: 'x' },
        { person: 'p_2', training: 'done', date: '2026-01-02' },
      ],
    };
    expect(withoutHidden(form, values)).toEqual({
      kind: 'new',
      title: 'Oper',
      agency: 'no',
      persons: [
        { person: 'p_1', training: 'not-needed' },
        { person: 'p_2', training: 'done', date: '2026-01-02' },
      ],
    });
  });
});

describe('limitsOf', () => {
  it('has bounds for texts and numbers, which a row may change', () => {
    expect(limitsOf({ kind: 'line' })).toEqual({ min: 1, max: 200 });
    expect(limitsOf({ kind: 'area', max: 600, min: 20 })).toEqual({ min: 20, max: 600 });
    expect(limitsOf({ kind: 'link' })).toEqual({ min: 1, max: 500 });
    expect(limitsOf({ kind: 'number' })).toEqual({ min: 0, max: 1_000_000 });
  });
});

describe('problemsOn', () => {
  const options = ['done', 'open'];
  const faults: [what: string, field: Field, value: unknown, code: string, args?: object][] = [
    ['a line that is too long', { kind: 'line' }, 'x'.repeat(201), 'too-long', { min: 1, max: 200 }],
    ['an area that is too long', { kind: 'area' }, 'x'.repeat(3001), 'too-long', { min: 1, max: 3000 }],
    ['an area over its own bound', { kind: 'area', max: 5 }, 'sechse', 'too-long', { min: 1, max: 5 }],
    ['an area that is too short', { kind: 'area', min: 20 }, 'kurz', 'too-short', { min: 20, max: 3000 }],
    ['a text that is none', { kind: 'line' }, ['x'], 'required', { min: 1, max: 200 }],
    ['half a link', { kind: 'link' }, 'https://', 'not-a-link', { min: 1, max: 500 }],
    ['a link that is none', { kind: 'link' }, 42, 'not-a-link', { min: 1, max: 500 }],
    ['a script as a link', { kind: 'link' }, 'javascript:alert(1)', 'link-scheme', { min: 1, max: 500 }],
    ['a file as a link', { kind: 'link' }, 'file:///etc/passwd', 'link-scheme', { min: 1, max: 500 }],
    ['a long link', { kind: 'link' }, `https://x.de/${'x'.repeat(500)}`, 'too-long', { min: 1, max: 500 }],
    ['a number that is none', { kind: 'number' }, 'viele', 'not-a-number', { min: 0, max: 1_000_000 }],
    ['a broken number', { kind: 'number' }, 1.5, 'not-a-number', { min: 0, max: 1_000_000 }],
    ['a number over its bound', { kind: 'number', max: 9 }, 10, 'not-a-number', { min: 0, max: 9 }],
    ['a number under its bound', { kind: 'number', min: 2 }, 1, 'not-a-number', { min: 2, max: 1_000_000 }],
    ['a day that does not exist', { kind: 'date' }, '2026-02-30', 'not-a-date'],
    ['a day in words', { kind: 'date' }, 'morgen', 'not-a-date'],
    ['a day that is over', { kind: 'date', future: true }, '2026-11-20', 'date-past'],
    ['a choice that is none', { kind: 'choice', options }, 'maybe', 'not-a-choice'],
    ['one of several choices that is none', { kind: 'choices', options }, ['done', 'maybe'], 'not-a-choice'],
    ['choices that are no list', { kind: 'choices', options }, 'done', 'not-a-choice'],
    ['neither yes nor no', { kind: 'yesno' }, 'perhaps', 'not-a-choice'],
    ['a name instead of a person', { kind: 'person' }, 'Leitung Kulturbetriebe', 'unknown-person'],
    ['a person that is none', { kind: 'person' }, 7, 'unknown-person'],
  ];
  it.each(faults)('sees %s', (_, field, value, code, args) => {
    const problem = { path: 'it', code, ...(args ? { args } : {}) };
    expect(problemsOn(makeScreen(field), { it: value }, TODAY)).toEqual([problem]);
  });

  const fine: [what: string, field: Field, value: unknown][] = [
    ['a line of full length', { kind: 'line' }, 'x'.repeat(200)],
    ['an http link', { kind: 'link' }, 'http://www.dortmund.de/impressum?a=1#b'],
    ['a number', { kind: 'number' }, 12],
    ['an old day where that is allowed', { kind: 'date' }, '2020-02-29'],
    ['today', { kind: 'date', future: true }, TODAY],
    ['a choice', { kind: 'choice', options }, 'done'],
    ['several choices', { kind: 'choices', options }, ['done', 'open']],
    ['yes', { kind: 'yesno' }, 'yes'],
    ['a person', { kind: 'person' }, 'p_1'],
  ];
  it.each(fine)('lets %s pass', (_, field, value) => {
    expect(problemsOn(makeScreen(field), { it: value }, TODAY)).toEqual([]);
  });

  it.each(['line', 'area', 'link', 'number', 'date', 'choice', 'choices', 'yesno', 'person'] as const)(
    'answers a wrong type in a %s with a code it has words for',
    (kind) => {
      for (const value of [{}, [[]], true, Number.NaN, ['x', {}]]) {
        const checked = fieldSchema({ kind, options }).safeParse(value);
        expect(checked.error?.issues[0]?.message).toMatch(/^[a-z]+(-[a-z]+)*$/);
      }
    },
  );

  it('misses required answers only when the form must be complete', () => {
    expect(problemsOn(screenOf({}, 0), {}, TODAY)).toEqual([
      { path: 'title', code: 'required' },
      { path: 'agency', code: 'required' },
    ]);
    expect(problemsOn(screenOf({}, 0), {}, TODAY, false)).toEqual([]);
  });

  it('reports a wrong answer even when the rest may wait', () => {
    const problems = problemsOn(screenOf({}, 0), { agency: 'yes', agencyEnd: 'bald' }, TODAY, false);
    expect(problems).toEqual([{ path: 'agencyEnd', code: 'not-a-date' }]);
  });

  it('passes over what is hidden', () => {
    expect(problemsOn(screenOf({}, 0), { title: 'Oper', agency: 'no', agencyEnd: 'bald' }, TODAY)).toEqual([]);
  });
});

describe('problemsIn', () => {
  it('names every place in the form', () => {
    const values = { title: 'Oper', agency: 'no', persons: [{ person: 'p_1', training: 'done' }] };
    expect(problemsIn(form, values, TODAY)).toEqual([
      { path: 'persons.0.date', code: 'required' },
      { path: 'persons.1.person', code: 'required' },
      { path: 'persons.1.training', code: 'required' },
    ]);
  });
});
