/**
 * The application form, sections as in the old database: 1 network, 2.1 operation, 2.2 law, 2.3 security, 2.4 persons,
 * 3 reasons. What a source document demands is required, or required under its condition; the rest is folded away.
 * DV = service agreement, LF = guide, DSFA = impact assessment, LDI = data-protection authority, 000/002 = motion, Saxony.
 */
import { type Form, isEmpty, type Page, type Values } from '../form.ts';

/** Raised when a field is added, removed or changes its meaning; older drafts are adapted when they are opened. */
export const FORM_VERSION = 2;

export const DECLARATIONS = ['no-case-handling', 'rights-of-others', 'recognisable', 'no-private-accounts'] as const;
export const ADMINISTRATOR_ROLES = ['administrator', 'deputy-administrator'] as const;

const late = (values: Values) => values.kind === 'late';
const commented = (values: Values) => !isEmpty(values.comments) && values.comments !== 'none';
const yes = (name: string) => (values: Values) => values[name] === 'yes';
const unblocking = (values: Values) =>
  Array.isArray(values.persons) && values.persons.some((person: Values) => person.unblock === 'needed');

export const registrationForm = {
  name: 'registration',
  version: FORM_VERSION,
  pages: [
    {
      name: 'channel',
      fields: {
        platform: {
          kind: 'choice',
          words: 'platform',
          required: true,
          options: [
            'facebook',
            'instagram',
            'x',
            'youtube',
            'xing',
            'linkedin',
            'tiktok',
            'mastodon',
            'bluesky',
            'threads',
            'whatsapp',
            'flickr',
            'wordpress',
            'wiki',
            'forum',
            'other',
          ],
        },
        /** May be added after approval for an account that does not exist yet (registry 3.2 no. 19). */
        url: { kind: 'link', required: late },
        name: { kind: 'line', required: true, max: 120 },
        handle: { kind: 'line', required: true, max: 120 },
        purpose: { kind: 'area', required: true, max: 2000 },
        targetGroup: { kind: 'line', required: true },
        /** DV §2: the choice of product must be justified, because of competition law. */
        productReason: { kind: 'area', required: true, max: 2000 },
        accountKind: { kind: 'choice', more: true, options: ['page', 'profile', 'channel', 'group'] },
        contractDate: { kind: 'date', more: true },
        shortDescription: { kind: 'line', more: true },
        topics: { kind: 'line', more: true },
        languages: { kind: 'choices', more: true, options: ['de', 'en', 'tr', 'uk', 'ar', 'plain', 'sign'] },
        platformId: { kind: 'line', more: true },
      },
    },
    {
      name: 'operation',
      fields: {
        effects: { kind: 'area', required: true, max: 2000 },
        /** BVerwG 5 P 16.21: co-determination depends on the comments to be expected. */
        comments: { kind: 'choice', required: true, options: ['none', 'low', 'medium', 'high'] },
        moderation: { kind: 'area', required: true, when: commented, max: 2000 },
        responseTime: { kind: 'choice', required: true, options: ['hours', 'day', 'days', 'none'] },
        rhythm: { kind: 'choice', required: true, options: ['daily', 'weekly', 'monthly', 'occasion'] },
        term: { kind: 'choice', required: true, options: ['unlimited', 'limited'] },
        limitedUntil: { kind: 'date', required: true, future: true, when: (values) => values.term === 'limited' },
        agencyUsed: { kind: 'yesno', required: true },
        agency: { kind: 'line', required: true, when: yes('agencyUsed') },
        agencyEnd: { kind: 'date', required: true, future: true, when: yes('agencyUsed') },
        agencyContract: { kind: 'yesno', required: true, when: yes('agencyUsed') },
        crisisUse: { kind: 'yesno', required: true },
        netiquette: { kind: 'link', more: true },
        verification: { kind: 'choice', more: true, options: ['none', 'badge', 'domain', 'rel-me'] },
      },
    },
    {
      name: 'law',
      fields: {
        imprint: { kind: 'link', required: true },
        privacy: { kind: 'link', required: true },
        jointControl: {
          kind: 'choice',
          required: true,
          options: ['available', 'not-possible', 'disputed', 'not-needed', 'open'],
        },
        legalBasis: { kind: 'choice', required: true, options: ['public-task', 'consent', 'other'] },
        legalBasisOther: { kind: 'line', required: true, when: (values) => values.legalBasis === 'other' },
        thirdCountry: { kind: 'choice', required: true, options: ['none', 'dpf', 'scc', 'open'] },
        impactAssessment: { kind: 'choice', required: true, options: ['city-2021', 'own', 'open'] },
        alternative: { kind: 'link', required: true },
        accessibility: {
          kind: 'choices',
          options: ['alt-text', 'captions', 'plain-language', 'contrast', 'none-yet'],
        },
        declarations: { kind: 'choices', required: true, options: DECLARATIONS },
        processingRegister: { kind: 'line', more: true },
        legalNote: { kind: 'area', more: true, max: 1000 },
      },
    },
    {
      name: 'security',
      fields: {
        contentSafeguards: {
          kind: 'choices',
          required: true,
          options: ['four-eyes', 'consultation', 'editorial-plan', 'instruction', 'professional-only'],
        },
        leaverSafeguards: {
          kind: 'choices',
          required: true,
          options: ['role-removal', 'credentials-changed', 'checklist', 'training'],
        },
        secondFactor: { kind: 'choice', required: true, options: ['all', 'some', 'none', 'not-offered'] },
        login: { kind: 'choice', more: true, options: ['personal', 'delegation', 'shared-vault', 'shared'] },
        mailbox: { kind: 'line', more: true },
        phone: { kind: 'line', more: true },
        tools: { kind: 'line', more: true },
        recoveryLink: { kind: 'link', more: true },
        dormantNotice: { kind: 'area', more: true, max: 600 },
      },
    },
    {
      name: 'persons',
      repeat: { min: 2, max: 12 },
      fields: {
        person: { kind: 'person', required: true },
        role: {
          kind: 'choice',
          required: true,
          options: ['responsible', 'administrator', 'deputy-administrator', 'editor', 'moderator', 'reader'],
        },
        rights: {
          kind: 'choices',
          required: true,
          options: ['post', 'answer', 'delete', 'roles', 'settings', 'ads', 'statistics'],
        },
        duties: { kind: 'area', required: true, max: 1000 },
        account: { kind: 'choice', required: true, options: ['official-profile', 'delegation', 'portfolio', 'shared'] },
        training: { kind: 'choice', required: true, options: ['done', 'planned', 'not-needed'] },
        trainingDate: {
          kind: 'date',
          required: true,
          when: (values) => ['done', 'planned'].includes(String(values.training)),
        },
        outsideHours: { kind: 'yesno', required: true },
        outsideReason: { kind: 'area', required: true, when: yes('outsideHours'), max: 600 },
        unblock: { kind: 'choice', required: true, options: ['not-needed', 'needed'] },
        emergency: { kind: 'yesno', required: true },
        /** No directory reports the agency's people: their rights end with the contract (002, 004 DV §1). */
        fromAgency: { kind: 'yesno', required: true, when: yes('agencyUsed') },
        contractEnd: { kind: 'date', more: true, future: true, when: yes('agencyUsed') },
        deputy: { kind: 'person', more: true },
      },
    },
    {
      name: 'reasons',
      fields: {
        /** DV §4: the department pays for unblocking. */
        costs: { kind: 'line', required: true, when: unblocking },
        furtherReasons: { kind: 'area', max: 3000 },
      },
    },
  ],
} as const satisfies Form;

/** Copied from the office's last application: the same law and rules hold for the next channel. */
export const PREFILLED = [
  'effects',
  'responseTime',
  'imprint',
  'privacy',
  'legalBasis',
  'legalBasisOther',
  'impactAssessment',
  'accessibility',
  'contentSafeguards',
  'leaverSafeguards',
  'netiquette',
  'moderation',
] as const;

/**
 * Adapts answers of an older form version. Fields and choices that no longer exist are dropped and named, also those of
 * the persons.
 *
 * @returns the answers that are still valid, and each field that lost something, once
 */
export function fitToForm(values: Values): { values: Values; dropped: string[] } {
  const pages: Form['pages'] = registrationForm.pages;
  const fields = Object.fromEntries(
    pages.filter((page) => !page.repeat).flatMap((page) => Object.entries(page.fields)),
  );
  const { kind, ...answers } = values;
  const kept: Values = kind === undefined ? {} : { kind };
  const dropped: string[] = [];
  for (const page of pages.filter((candidate) => candidate.repeat)) {
    const entries = answers[page.name];
    delete answers[page.name];
    if (!Array.isArray(entries)) continue;
    const fitted = entries.map((entry: Values) => fitFields(page.fields, entry));
    kept[page.name] = fitted.map((entry) => entry.values);
    dropped.push(...fitted.flatMap((entry) => entry.dropped));
  }
  const rest = fitFields(fields, answers);
  return { values: { ...kept, ...rest.values }, dropped: [...new Set([...rest.dropped, ...dropped])] };
}

function fitFields(fields: Page['fields'], values: Values): { values: Values; dropped: string[] } {
  const kept: Values = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name];
    const list = Array.isArray(value) ? value : [value];
    const valid = field?.options ? list.filter((item) => field.options?.includes(String(item))) : list;
    if (!field || valid.length < list.length) dropped.push(name);
    if (field && valid.length > 0) kept[name] = Array.isArray(value) ? valid : valid[0];
  }
  return { values: kept, dropped };
}

export type Holder = { person: string; role: string; unblock: boolean; emergency: boolean };

/** The people named in an application, each once; with two functions, that of the administrator counts. */
export function holdersOf(values: Values): Holder[] {
  const entries = Array.isArray(values.persons) ? (values.persons as Values[]) : [];
  const holders = new Map<string, Holder>();
  for (const entry of entries.filter(({ person }) => !isEmpty(person))) {
    const person = String(entry.person);
    const role = String(entry.role ?? '');
    const known = holders.get(person);
    holders.set(person, {
      person,
      role: known && !(ADMINISTRATOR_ROLES as readonly string[]).includes(role) ? known.role : role,
      unblock: known?.unblock === true || entry.unblock === 'needed',
      emergency: known?.emergency === true || entry.emergency === 'yes',
    });
  }
  return [...holders.values()];
}
