/** A draft on the way through its form: who may work on it, what its screens need, and the card of the place it stands at. */

import type { Actor } from '../../bot/organisation/permission.ts';
import { isPlatform, type Platform } from '../../bot/platform/platform.ts';
import { refuse } from '../../bot/refusal.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { screens, type Values } from '../../cards/form.ts';
import type { Names } from '../../cards/form-card.ts';
import type { Card, Option } from '../../cards/node.ts';
import type { Say } from '../../cards/text.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import type { Application, Dossier } from '../../db/registry/dossiers.ts';
import type { By, Rule } from '../command.ts';
import { form } from './check.ts';
import { reviewCard } from './review.ts';
import { type DraftCard, screenCard } from './screen.ts';

/** Author; an imported late application belongs to its office (and the registrars) until somebody takes it on. */
export function mayEdit(actor: Actor, draft: Application): boolean {
  if (draft.applicant === actor.person) return true;
  if (draft.applicant !== 'system') return false;
  const offices = [...actor.staffOf, ...actor.headOf, ...actor.deputyOf];
  return offices.includes(draft.office) || actor.roles.includes('registrar');
}

/** Who goes on with an imported application is its applicant from then on. */
export const takenOn = ({ applicant }: Application, { actor }: By): { applicant?: string } =>
  applicant === 'system' ? { applicant: actor.person } : {};

/** A draft is its applicant's, and nobody else reads it. */
export const drafting: Rule<Application> = {
  authority: { application: 'draft' },
  blocker: (draft, { actor }) => (mayEdit(actor, draft) ? null : refuse('not-applicant')),
};
/** What is no draft any more has moved on, whoever asks. */
export const aboutDraft = (file: Dossier | null | undefined): readonly Application[] =>
  file?.application.state === 'draft' ? [file.application] : [];

/** What somebody has applied for, they alone take back. */
export const applying: Rule<Application> = {
  authority: { application: 'applicant' },
  blocker: ({ applicant }, { actor }) => (applicant === actor.person ? null : refuse('not-applicant')),
};

/** People to choose from: the office's own; others are typed, or picked where the chat has a list of people. No one who has gone. */
function peopleOptions(org: Org, office: string): Option[] {
  const own = org.organisation.offices.find((candidate) => candidate.id === office);
  const ids = own ? [...own.staff, ...(own.head ? [own.head] : []), ...own.deputies] : [];
  const name = (id: string) => org.organisation.people.find((person) => person.id === id)?.name;
  return [...new Set(ids)]
    .filter((id) => !org.gone.has(id))
    .flatMap((id) => {
      const found = name(id);
      return found ? [{ value: id, label: found }] : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label, 'de'));
}

/** What was typed and is no key is shown as it was typed: it stays in the field beside its problem. */
export const namesFrom =
  (org: Org, say: Say): Names =>
  (id) =>
    org.organisation.people.find((person) => person.id === id)?.name ??
    (id.startsWith('p_') ? say('word.deleted-person') : id);

/** The page number that is past every screen: the review. */
export const REVIEW = 99;

/** What every card of a draft needs besides its answers and its place. */
export function setting(
  org: Org,
  draft: Pick<Application, 'id' | 'office'>,
  by: By,
): Pick<DraftCard, 'draft' | 'people' | 'names' | 'say' | 'today'> {
  return {
    draft: draft.id,
    people: peopleOptions(org, draft.office),
    names: namesFrom(org, by.say),
    say: by.say,
    today: today(by.now),
  };
}

export function draftCard(view: DraftCard): Card {
  const all = screens(form, view.values);
  const screen = all[Math.min(view.page, all.length)];
  return screen ? screenCard(view, screen, view.page) : reviewCard(view, all);
}

export const today = (now: Date): string => berlinDay(now);

/** What a list calls it: the network's own name and the channel's. Proper names, the same in every language. */
/** The platform that was chosen; null while none is, or what stands there is none (an old draft, a request that nobody's form sends). */
export const platformIn = ({ platform }: Values): Platform | null => (isPlatform(platform) ? platform : null);

export function titleOf(platformName: string, values: Values): string {
  const name = String(values.name ?? values.handle ?? '').trim();
  return [platformName, name].filter((part) => part !== '').join(' – ');
}
