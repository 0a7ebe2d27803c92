import { describe, expect, it } from 'vitest';
import { type Field, type Form, fieldsOf, isRequired, screens, type Values } from '../../../cards/form.ts';
import {
  ADMINISTRATOR_ROLES,
  fitToForm,
  holdersOf,
  PREFILLED,
  registrationForm,
} from '../../../cards/registration/registration-form.ts';

const pages: Form['pages'] = registrationForm.pages;
const fields: Record<string, Field> = Object.assign({}, ...pages.map((page) => page.fields));

/**
 * What the source documents demand of a record.
 * 000 = motion, 002 = Saxony's answer, DV = service agreement, A1/A3 = its annexes, LF = guide, DSFA = impact
 * assessment, LDI = letter of the data-protection authority.
 */
const DEMANDED: [what: string, fields: string[], source: string][] = [
  ['network', ['platform'], 'A1-2, LF 3'],
  ['name and handle', ['name', 'handle'], '002'],
  ['canonical address', ['url'], '002, A1-1'],
  ['purpose, content', ['purpose'], 'DV §3, A1-1'],
  ['target group', ['targetGroup'], 'LF 2.3'],
  ['reason for this product', ['productReason'], 'DV §2'],
  ['organisational effects', ['effects'], 'DV §3'],
  ['further reasons', ['furtherReasons'], 'A1-2'],
  ['comments and their volume', ['comments'], 'DSFA 3–4'],
  ['moderation, netiquette', ['moderation', 'netiquette'], '002, A3, LF 3.1'],
  ['response time, rhythm', ['responseTime', 'rhythm'], 'LF, A3'],
  ['limited term', ['term', 'limitedUntil'], '002'],
  ['agency', ['agencyUsed', 'agency', 'agencyEnd', 'agencyContract', 'fromAgency'], '002, DV §1'],
  ['use in a crisis', ['crisisUse'], 'DSFA 1'],
  ['costs', ['costs'], 'DV §4'],
  ['surname, first name', ['person'], 'A1-1, DV §2'],
  ['function', ['role'], 'A1-1, A1-2'],
  ['rights', ['rights'], 'A1-1, A1-2'],
  ['competences, tasks, duties', ['duties'], 'A1-1, A1-2'],
  ['training', ['training', 'trainingDate'], 'DV §6'],
  ['no private account', ['account', 'declarations'], 'DV §2, LF 4'],
  ['work outside hours', ['outsideHours', 'outsideReason'], 'DV §6'],
  ['unblocking', ['unblock'], 'DV §4'],
  ['imprint', ['imprint'], 'LF annex 1'],
  ['privacy statement', ['privacy'], 'DV §3'],
  ['joint-controller arrangement', ['jointControl'], 'DV §2, §3, DSFA, LDI 1'],
  ['legal basis', ['legalBasis', 'legalBasisOther'], 'LDI 1'],
  ['impact assessment', ['impactAssessment'], 'DSFA'],
  ['third-country transfer', ['thirdCountry'], 'LDI 2'],
  ['legal status note', ['legalNote'], 'LDI 3'],
  ['same content elsewhere', ['alternative'], 'DV §1, DSFA 3'],
  ['no case handling; image, copyright and personal rights; recognisable', ['declarations'], 'DV §2, A3'],
  ['accessibility', ['accessibility'], 'LF 2.3'],
  ['usage contract', ['contractDate'], 'LF 4'],
  ['leaver safeguard', ['leaverSafeguards'], '002 question 5'],
  ['content safeguard', ['contentSafeguards'], '002 question 4'],
  ['recovery contact', ['emergency', 'recoveryLink'], '000-1'],
  ['notice while dormant', ['dormantNotice'], '000-2'],
];

/** Demanded by a source and still voluntary: the source asks for it where there is something to say, or later. */
const VOLUNTARY = [
  'furtherReasons',
  'accessibility',
  'netiquette',
  'legalNote',
  'contractDate',
  'recoveryLink',
  'dormantNotice',
];

describe('registrationForm', () => {
  it.each(DEMANDED)('asks for %s', (_, names) => {
    for (const name of names) expect(Object.keys(fields)).toContain(name);
  });

  it('demands what a source demands, at least under a condition', () => {
    const demanded = [...new Set(DEMANDED.flatMap(([, names]) => names))];
    expect(demanded.filter((name) => fields[name]?.required === undefined)).toEqual(VOLUNTARY.sort(byPlace(demanded)));
  });

  it('has one name for one field in the whole form', () => {
    const names = pages.flatMap((page) => Object.keys(page.fields));
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it('never folds away what is required', () => {
    expect(Object.entries(fields).filter(([, field]) => field.more && field.required)).toEqual([]);
  });

  it('gives every choice its options', () => {
    const choices = Object.values(fields).filter((field) => field.kind === 'choice' || field.kind === 'choices');
    expect(choices.filter((field) => !field.options || field.options.length < 2)).toEqual([]);
  });

  it('wants at least two persons, for two administrators', () => {
    const page = pages.find((candidate) => candidate.name === 'persons');
    expect(page?.repeat?.min).toBe(2);
    for (const role of ADMINISTRATOR_ROLES) expect(page?.fields.role?.options).toContain(role);
  });

  it('prefills only fields that it has', () => {
    for (const name of PREFILLED) expect(Object.keys(fields)).toContain(name);
  });
});

function byPlace(names: string[]): (a: string, b: string) => number {
  return (a, b) => names.indexOf(a) - names.indexOf(b);
}

/** The required fields of a form with these answers, the persons aside. */
function requiredWith(values: Values): string[] {
  return screens(registrationForm, values)
    .filter((screen) => !screen.page.repeat)
    .flatMap((screen) => fieldsOf(screen, values).filter(([, field]) => isRequired(field, screen, values)))
    .map(([name]) => name);
}

/** Answers a person must give at least, the persons aside: the promise is at most 25. */
function requiredCount(): number {
  return (registrationForm.pages as Form['pages'])
    .filter((page) => !page.repeat)
    .flatMap((page) => Object.values(page.fields))
    .filter((field) => field.required === true && !field.when).length;
}

describe('requiredCount', () => {
  it('stays within the promise of 25 answers', () => {
    expect(requiredCount()).toBeLessThanOrEqual(25);
    expect(requiredWith({ kind: 'new' })).toHaveLength(requiredCount());
  });

  it('grows only by what an answer makes necessary', () => {
    const plain = requiredWith({ kind: 'new' });
    const more = (values: Values) => requiredWith({ kind: 'new', ...values }).filter((name) => !plain.includes(name));
    expect(more({ comments: 'low' })).toEqual(['moderation']);
    // The usual channel: comments, no agency, no term.
    expect(requiredCount() + 1).toBeLessThanOrEqual(25);
    expect(more({ comments: 'none', agencyUsed: 'no', term: 'unlimited', legalBasis: 'public-task' })).toEqual([]);
    expect(more({ term: 'limited' })).toEqual(['limitedUntil']);
    expect(more({ agencyUsed: 'yes' })).toEqual(['agency', 'agencyEnd', 'agencyContract']);
    expect(more({ legalBasis: 'other' })).toEqual(['legalBasisOther']);
    expect(more({ kind: 'late' })).toEqual(['url']);
    expect(more({ persons: [{ unblock: 'not-needed' }, { unblock: 'needed' }] })).toEqual(['costs']);
  });
});

describe('fitToForm', () => {
  it('leaves answers of the current form as they are', () => {
    const values = {
      kind: 'late',
      platform: 'facebook',
      languages: ['de', 'plain'],
      comments: 'low',
      persons: [{ person: 'p_1', role: 'editor', rights: ['post'] }],
    };
    expect(fitToForm(values)).toEqual({ values, dropped: [] });
  });

  it('drops and names fields that are gone and choices that vanished', () => {
    const old = {
      platform: 'google-plus',
      languages: ['de', 'la'],
      faxNumber: '0231',
      purpose: 'Kultur',
      topics: 'Oper',
    };
    expect(fitToForm(old)).toEqual({
      values: { languages: ['de'], purpose: 'Kultur', topics: 'Oper' },
      dropped: ['platform', 'languages', 'faxNumber'],
    });
  });

  it('looks into the persons too', () => {
    const old = {
      persons: [
        { person: 'p_1', role: 'webmaster', rights: ['post', 'root'], fax: '1' },
        { person: 'p_2', role: 'boss' },
      ],
    };
    expect(fitToForm(old)).toEqual({
      values: { persons: [{ person: 'p_1', rights: ['post'] }, { person: 'p_2' }] },
      dropped: ['role', 'rights', 'fax'],
    });
  });

  it('has nothing to say about an empty draft', () => {
    expect(fitToForm({})).toEqual({ values: {}, dropped: [] });
  });
});

describe('holdersOf', () => {
  it('lists the persons with what follows from their answers', () => {
    const persons = [
      { person: 'p_1', role: 'administrator', unblock: 'needed', emergency: 'yes' },
      { role: 'editor' },
      { person: 'p_2' },
    ];
    expect(holdersOf({ persons })).toEqual([
      { person: 'p_1', role: 'administrator', unblock: true, emergency: true },
      { person: 'p_2', role: '', unblock: false, emergency: false },
    ]);
    expect(holdersOf({})).toEqual([]);
  });

  it('lists a person with two functions once, as the administrator', () => {
    const editor = { person: 'p_1', role: 'editor', unblock: 'not-needed', emergency: 'yes' };
    const administrator = { person: 'p_1', role: 'administrator', unblock: 'needed', emergency: 'no' };
    const once = [{ person: 'p_1', role: 'administrator', unblock: true, emergency: true }];
    expect(holdersOf({ persons: [editor, administrator] })).toEqual(once);
    expect(holdersOf({ persons: [administrator, editor] })).toEqual(once);
  });
});
