/** Whether the entries of an organisation file fit together: everybody named exists, and somebody can always decide. */

import { bodyKey, CITY, STANDING_BODIES } from '../participation/body.ts';
import { type At, type Found, found } from './fault.ts';

/*
 * The checks read a sketch of the file, not the parsed one: a typing error in one e-mail address must not hide the
 * unknown deputy two pages further down. In a sketch a broken text is '' (something is there, report nothing more),
 * an absent one is undefined.
 */
type Text = string | undefined;
type Entry = { at: At; of: Record<string, unknown> };

const text = (value: unknown): Text => (value === undefined ? undefined : typeof value === 'string' ? value : '');
const blockOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
// Copied, so that a hole in a sparse list (the tests make one) becomes undefined instead of being skipped.
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? [...value] : []);

const entriesOf = (file: Record<string, unknown>, section: string): Entry[] =>
  listOf(file[section]).map((value, i) => ({ at: [section, i], of: blockOf(value) }));

/** A person id and where it is named. */
type Mention = { id: string; at: At };
const one = ({ at, of }: Entry, key: string): Mention[] =>
  of[key] === undefined ? [] : [{ id: text(of[key]) ?? '', at: [...at, key] }];
const many = ({ at, of }: Entry, key: string): Mention[] =>
  listOf(of[key]).map((value, i) => ({ id: text(value) ?? '', at: [...at, key, i] }));

const ROLE_WEIGHT = {
  registrar: 'role-missing',
  operator: 'role-missing',
  security: 'role-empty',
  press: 'role-empty',
  auditor: 'role-empty',
  fulfilment: 'role-empty',
} as const;

/**
 * @param raw the file as parsed from YAML, of any shape
 * @returns every fault and warning about how entries relate; nothing about the shape of single values
 */
export function crossCheck(raw: unknown): Found[] {
  const file = blockOf(raw);
  // A missing section is one fault of shape; a hundred "unknown person" would only bury it.
  if (['people', 'legalBodies', 'offices', 'bodies'].some((section) => !Array.isArray(file[section]))) return [];
  return [
    ...people(file),
    ...legalBodies(file),
    ...offices(file),
    ...parents(file),
    ...bodies(file),
    ...roles(file),
    ...rooms(file),
  ];
}

function people(file: Record<string, unknown>): Found[] {
  const entries = entriesOf(file, 'people');
  const known = new Set(entries.map(({ of }) => text(of.id)));
  const mentions = allMentions(file);
  const used = new Set(mentions.map(({ id }) => id));
  const domains = mailDomains(file.city);
  const reviewers = new Set(reviewerMentions(file).map(({ id }) => id));
  const guests = new Set(listOf(blockOf(file.city).guests).map(String));
  const emails = new Map<string, string>();
  return [
    ...duplicates(entries),
    ...entries.flatMap(({ at, of }) => {
      const [id, email] = [text(of.id) ?? '', (text(of.email) ?? '').toLowerCase()];
      const out: Found[] = [];
      const owner = emails.get(email);
      if (email !== '' && owner !== undefined)
        out.push(found('duplicate-email', [...at, 'email'], { email, person: owner }));
      emails.set(email, owner ?? id);
      const domain = email.split('@')[1];
      // Outside reviewers and guests have addresses elsewhere.
      if (
        domain !== undefined &&
        domains.length > 0 &&
        !domains.includes(domain) &&
        !reviewers.has(id) &&
        !guests.has(id)
      )
        out.push(found('foreign-email', [...at, 'email'], { email, domains: domains.join(', ') }));
      if (id !== '' && !used.has(id)) out.push(found('unused-person', at, { id }));
      return out;
    }),
    ...mentions.flatMap(({ id, at }) => (id === '' || known.has(id) ? [] : [found('unknown-person', at, { id })])),
  ];
}

/** The city's own mail domains, and those of its other tenants. */
function mailDomains(city: unknown): string[] {
  const { emailDomains, tenants } = blockOf(city);
  const own = listOf(emailDomains).map(String);
  return own.length === 0
    ? []
    : [...own, ...listOf(tenants).flatMap((one) => listOf(blockOf(one).emailDomains).map(String))];
}

function allMentions(file: Record<string, unknown>): Mention[] {
  const assigned: Entry = { at: ['roles'], of: blockOf(file.roles) };
  const incident: Entry = { at: ['incident'], of: blockOf(file.incident) };
  return [
    ...many({ at: ['city'], of: blockOf(file.city) }, 'guests'),
    ...many(incident, 'approvers'),
    ...many(incident, 'legal'),
    ...listOf(incident.of.phones).flatMap((value, i) =>
      one({ at: ['incident', 'phones', i], of: blockOf(value) }, 'person'),
    ),
    ...entriesOf(file, 'offices').flatMap((o) => [
      ...one(o, 'head'),
      ...many(o, 'deputies'),
      ...many(o, 'privacy'),
      ...many(o, 'staff'),
    ]),
    ...entriesOf(file, 'bodies').flatMap((b) => [...one(b, 'lead'), ...many(b, 'members'), ...many(b, 'deputies')]),
    ...Object.keys(ROLE_WEIGHT).flatMap((role) => many(assigned, role)),
    ...reviewerMentions(file),
  ];
}

const reviewerMentions = (file: Record<string, unknown>): Mention[] =>
  listOf(blockOf(file.roles).reviewer).flatMap((value, i) =>
    one({ at: ['roles', 'reviewer', i], of: blockOf(value) }, 'person'),
  );

function duplicates(entries: Entry[]): Found[] {
  const seen = new Set<string>();
  return entries.flatMap(({ at, of }) => {
    const id = text(of.id) ?? '';
    if (id !== '' && seen.has(id)) return [found('duplicate-id', [...at, 'id'], { id })];
    seen.add(id);
    return [];
  });
}

function twice(mentions: Mention[]): Found[] {
  const seen = new Set<string>();
  return mentions.flatMap(({ id, at }) => {
    if (id !== '' && seen.has(id)) return [found('listed-twice', at, { id })];
    seen.add(id);
    return [];
  });
}

function ownDeputy(leads: Mention[], deputies: Mention[]): Found[] {
  const lead = leads[0]?.id;
  return deputies.flatMap(({ id, at }) => (id !== '' && id === lead ? [found('deputy-is-head', at, { id })] : []));
}

function legalBodies(file: Record<string, unknown>): Found[] {
  const entries = entriesOf(file, 'legalBodies');
  const known = new Set(entries.map(({ of }) => text(of.id)));
  const city = entries.some(({ of }) => of.id === CITY && of.kind === 'stadtamt');
  const references = [...entriesOf(file, 'offices'), ...entriesOf(file, 'bodies')].flatMap((e) => one(e, 'legalBody'));
  return [
    ...duplicates(entries),
    ...(city ? [] : [found('city-missing', ['legalBodies'], {})]),
    ...references.flatMap(({ id, at }) =>
      id === '' || id === CITY || known.has(id) ? [] : [found('unknown-legal-body', at, { id })],
    ),
  ];
}

function offices(file: Record<string, unknown>): Found[] {
  const entries = entriesOf(file, 'offices');
  const shorts = new Map<string, string>();
  return [
    ...duplicates(entries),
    ...entries.flatMap((office) => {
      const { at, of } = office;
      const name = text(of.id) ?? '';
      const out: Found[] = [];
      const short = (text(of.short) ?? '').trim();
      const owner = shorts.get(short.toLowerCase());
      if (short !== '' && owner !== undefined)
        out.push(found('duplicate-short', [...at, 'short'], { short, office: owner }));
      shorts.set(short.toLowerCase(), owner ?? name);
      for (const key of ['deputies', 'privacy', 'staff']) out.push(...twice(many(office, key)));
      out.push(...ownDeputy(one(office, 'head'), many(office, 'deputies')));
      return [...out, ...coverage(office, entries)];
    }),
  ];
}

const leaders = (office: Entry): Mention[] => [...one(office, 'head'), ...many(office, 'deputies')];

/** Whether somebody can decide for this office, also when its head is the applicant. */
function coverage(office: Entry, entries: Entry[]): Found[] {
  const name = text(office.of.id) ?? '';
  const head = one(office, 'head')[0]?.id;
  // Somebody who leads both levels can decide on neither when they apply themselves.
  const above = officesOver(office, entries).find((o) => leaders(o).some(({ id }) => id !== head));
  const heads = head === undefined ? 0 : 1;
  const deputies = many(office, 'deputies').length;
  if (heads + deputies === 0 && above === undefined) return [found('nobody-decides', office.at, { office: name })];
  if (heads === 0) return [found('no-head', office.at, { office: name })];
  if (deputies > 0) return [];
  if (above === undefined) return [found('no-deputy-on-top', office.at, { office: name })];
  return [found('no-deputy', office.at, { office: name, above: text(above.of.id) ?? '' })];
}

function officesOver(office: Entry, entries: Entry[]): Entry[] {
  const chain = [office];
  for (;;) {
    const parent = text(chain.at(-1)?.of.parent);
    const next = entries.find(({ of }) => parent !== undefined && parent !== '' && of.id === parent);
    if (next === undefined || chain.includes(next)) return chain.slice(1);
    chain.push(next);
  }
}

function parents(file: Record<string, unknown>): Found[] {
  const entries = entriesOf(file, 'offices');
  const known = new Set(entries.map(({ of }) => text(of.id)));
  return entries.flatMap((office) => {
    const { at, of } = office;
    const [id, parent] = [text(of.id) ?? '', text(of.parent) ?? ''];
    if (parent === '') return [];
    if (!known.has(parent)) return [found('unknown-office', [...at, 'parent'], { id: parent })];
    const chain = [id, ...officesOver(office, entries).map((o) => text(o.of.id) ?? '')];
    const last = entries.find(({ of: o }) => o.id === chain.at(-1));
    // Every office of a circle sees it; only the first by name reports it.
    const closes = text(last?.of.parent) === id && [...chain].sort()[0] === id;
    return closes ? [found('parent-cycle', [...at, 'parent'], { chain: [...chain, id].join(' → ') })] : [];
  });
}

function bodies(file: Record<string, unknown>): Found[] {
  const entries = entriesOf(file, 'bodies');
  const seen = new Set<string>();
  const filled = new Set(entries.filter(({ of }) => of.legalBody === undefined).map(({ of }) => of.body));
  return [
    ...STANDING_BODIES.flatMap((body) => (filled.has(body) ? [] : [found('body-missing', ['bodies'], { body })])),
    ...entries.flatMap((entry) => {
      const { at, of } = entry;
      const key = bodyKey(text(of.body) ?? '', text(of.legalBody));
      const out: Found[] = [];
      if (seen.has(key) && text(of.body)) out.push(found('duplicate-body', at, { body: key }));
      seen.add(key);
      if (of.legalBody === CITY) out.push(found('body-of-city', [...at, 'legalBody'], {}));
      for (const list of ['members', 'deputies']) out.push(...twice(many(entry, list)));
      out.push(...ownDeputy(one(entry, 'lead'), many(entry, 'deputies')));
      const seats = [...one(entry, 'lead'), ...many(entry, 'members'), ...many(entry, 'deputies')];
      const persons = [...new Set(seats.map(({ id }) => id))];
      const [only] = persons;
      if (only === undefined) out.push(found('body-empty', at, { body: key }));
      else if (persons.length === 1 && only !== '') out.push(found('single-decider', at, { body: key, person: only }));
      return out;
    }),
  ];
}

function roles(file: Record<string, unknown>): Found[] {
  if (file.roles === undefined) return [];
  const assigned: Entry = { at: ['roles'], of: blockOf(file.roles) };
  return Object.entries(ROLE_WEIGHT).flatMap(([role, code]) => {
    const persons = many(assigned, role);
    return persons.length === 0 ? [found(code, ['roles', role], { role })] : twice(persons);
  });
}

const rooms = (file: Record<string, unknown>): Found[] =>
  ['announcements', 'auditors', 'operators'].flatMap((use) =>
    file.rooms !== undefined && listOf(blockOf(file.rooms)[use]).length === 0
      ? [found('no-room', ['rooms', use], { use })]
      : [],
  );
