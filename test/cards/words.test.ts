import { describe, expect, it } from 'vitest';
import type { Form, ProblemCode } from '../../cards/form.ts';
import { registrationForm } from '../../cards/registration/registration-form.ts';
import { command } from '../../cards/words/de/command.ts';
import { general } from '../../cards/words/de/general.ts';
import { leaver } from '../../cards/words/de/leavers/case.ts';
import { refusal } from '../../cards/words/de/refusal.ts';
import { application } from '../../cards/words/de/registration/application.ts';
import { form } from '../../cards/words/de/registration/form.ts';
import { registry } from '../../cards/words/de/registry.ts';
import { time } from '../../cards/words/de/time.ts';
import { de } from '../../cards/words/de.ts';
import { en } from '../../cards/words/en.ts';

const german: Record<string, string> = de;
const english: Record<string, string> = en;
const catalogues = { german, english };
const keys = Object.keys(german);

const PROBLEMS = {
  required: [],
  'too-long': ['max'],
  'too-short': ['min'],
  'not-a-choice': [],
  'not-a-date': [],
  'no-moment': [],
  'skipped-hour': [],
  'moment-future': [],
  'moment-too-early': ['days'],
  'moment-stands': [],
  'moment-changed': [],
  'date-past': [],
  'date-far': ['max'],
  'not-a-number': ['max', 'min'],
  'not-a-link': [],
  'link-scheme': [],
  'link-private': [],
  'link-meant': ['profile'],
  'unknown-person': [],
  'not-an-address': [],
  'no-account': [],
  'had-left': [],
  'person-left': [],
  taken: ['number'],
  'too-few-administrators': [],
  declarations: [],
  'no-emergency-contact': [],
  mismatch: ['platform'],
} as const satisfies Record<ProblemCode, readonly string[]>;

/** Every key that the registration form looks up at run time. */
function formKeys(): string[] {
  const pages: Form['pages'] = registrationForm.pages;
  return [
    ...pages.flatMap((page) => [`page.${page.name}`, `page.${page.name}.intro`]),
    ...pages.flatMap((page) =>
      Object.entries(page.fields).flatMap(([name, field]) => {
        const word = field.words ?? name;
        return [`field.${word}`, ...(field.options ?? []).map((option) => `option.${word}.${option}`)];
      }),
    ),
    ...Object.keys(PROBLEMS).map((code) => `problem.${code}`),
  ];
}

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? ''))].sort();

/** The keys whose text does not meet a rule, with the text, in both languages. */
function against(rule: (text: string) => boolean, prefix: RegExp): string[] {
  return Object.entries(catalogues).flatMap(([lang, words]) =>
    Object.entries(words)
      .filter(([key, text]) => prefix.test(key) && !rule(text))
      .map(([key, text]) => `${lang} ${key}: ${text}`),
  );
}

describe('words', () => {
  it('has the same keys in both languages, and each in one file only', () => {
    expect(Object.keys(english).sort()).toEqual([...keys].sort());
    const all = [general, form, application, registry, command, refusal, time, leaver].flatMap((words) =>
      Object.keys(words),
    );
    expect(all.filter((key, place) => all.indexOf(key) !== place)).toEqual([]);
  });

  it('has the same placeholders in both languages', () => {
    const differing = keys.filter(
      (key) => String(placeholders(german[key] ?? '')) !== String(placeholders(english[key] ?? '')),
    );
    expect(differing).toEqual([]);
  });

  it('says something everywhere, without blanks at the ends or twice', () => {
    expect(against((text) => text !== '' && text === text.trim() && !/ {2}/.test(text), /./)).toEqual([]);
  });

  it('has no German left in English', () => {
    const left =
      /(^|[^\p{L}])(und|nicht|oder|wird|werden|für|ist|sind|das|eine|einen|wurde|bitte|kein|keine|auf|dem|mit)(?=[^\p{L}]|$)/iu;
    const quoted = /„[^“]*“|“[^”]*”/g;
    const found = Object.entries(english).filter(([, text]) => left.test(text.replaceAll(quoted, '')));
    expect(found).toEqual([]);
  });

  it('says Sie in German', () => {
    const intimate = /(^|[^\p{L}])(du|dein|deine|deinen|dir|dich)(?=[^\p{L}]|$)/iu;
    expect(Object.entries(german).filter(([, text]) => intimate.test(text))).toEqual([]);
  });

  it('writes people with the gender star', () => {
    const masculine =
      /(Nutzer|Mitarbeiter|Besucher|Bürger|Administrator|Stellvertreter|Antragsteller|Ansprechpartner)(en|n)?(?=[^\p{L}*]|$)/u;
    expect(Object.entries(german).filter(([, text]) => masculine.test(text))).toEqual([]);
  });
});

describe('words of the registration form', () => {
  it('has words for every page, field, option and problem', () => {
    expect(formKeys().filter((key) => !(key in german) || !(key in english))).toEqual([]);
  });

  it('has no words for fields and options that do not exist', () => {
    const known = new Set(formKeys());
    const left = Object.keys(form)
      .filter((key) => /^(field|option|page|problem)\./.test(key))
      .filter((key) => !known.has(key.replace(/\.hint$/, '')));
    expect(left).toEqual([]);
  });

  it('keeps within what chats show of labels, options and hints', () => {
    expect(against((text) => [...text].length <= 75, /^field\.\w+$/)).toEqual([]);
    expect(against((text) => [...text].length <= 150, /^field\..*\.hint$/)).toEqual([]);
    expect(against((text) => [...text].length <= 70, /^option\./)).toEqual([]);
  });

  it('tells the options of a field apart', () => {
    const fields = (registrationForm.pages as Form['pages']).flatMap((page) => Object.entries(page.fields));
    const doubled = Object.values(catalogues).flatMap((words) =>
      fields.filter(([name, { options = [] }]) => {
        return new Set(options.map((option) => words[`option.${name}.${option}`])).size < options.length;
      }),
    );
    expect(doubled).toEqual([]);
  });

  it('ends every hint and intro as a sentence', () => {
    expect(against((text) => /[.?]$|“\.?$|”\.?$/.test(text), /^(field|page)\..*\.(hint|intro)$/)).toEqual([]);
  });

  it('says in every problem what is wrong and what to do now', () => {
    expect(against((text) => /[.}] (Bitte|Please) [^.]+/.test(text), /^problem\./)).toEqual([]);
  });

  it('fills the placeholders that a problem brings', () => {
    for (const [code, names] of Object.entries(PROBLEMS)) {
      expect([code, placeholders(german[`problem.${code}`] ?? '')]).toEqual([code, [...names]]);
    }
  });

  it('cites the law in force', () => {
    expect(against((text) => !text.includes('TMG'), /./)).toEqual([]);
    expect(german['field.imprint.hint']).toContain('§ 5 DDG');
  });
});
