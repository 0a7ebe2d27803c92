/** A draft in its form: who may edit it, what its screens need, and the card of its current place. */

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

/** The author. An imported late application belongs to its office and the registrars until somebody takes it on. */
export function mayEdit(actor: Actor, draft: Application): boolean {
  if (draft.applicant === actor.person) return true;
  if (draft.applicant !== 'system') return false;
  const offices = [...actor.staffOf, ...actor.headOf, ...actor.deputyOf];
  return offices.includes(draft.office) || actor.roles.includes('registrar');
}

/** Editing an imported application makes that person its applicant. */
export const takenOn = ({ applicant }: Application, { actor }: By): { applicant?: string } =>
  applicant === 'system' ? { applicant: actor.person } : {};

/** Only the applicant may read or edit a draft. */
export const drafting: Rule<Application> = {
  authority: { application: 'draft' },
  blocker: (draft, { actor }) => (mayEdit(actor, draft) ? null : refuse('not-applicant')),
};
/** Empty once it is no longer a draft, so anybody gets the answer "moved on". */
export const aboutDraft = (file: Dossier | null | undefined): readonly Application[] =>
  file?.application.state === 'draft' ? [file.application] : [];

/** Only the applicant may take an application back. */
export const applying: Rule<Application> = {
  authority: { application: 'applicant' },
  blocker: ({ applicant }, { actor }) => (applicant === actor.person ? null : refuse('not-applicant')),
};

/**
 * The office's own people as options, without those who left. Others are typed, or picked where the chat lists people.
 */
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

/** The name behind a key. Text that is not a key stays as typed, so the field keeps it beside its problem. */
export const namesFrom =
  (org: Org, say: Say): Names =>
  (id) =>
    org.organisation.people.find((person) => person.id === id)?.name ??
    (id.startsWith('p_') ? say('word.deleted-person') : id);

/** A page number past every screen: the review. */
export const REVIEW = 99;

/** What every card of a draft needs besides answers and place. */
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

/** The chosen platform. Null if none is chosen or the value is unknown (an old draft, a forged request). */
export const platformIn = ({ platform }: Values): Platform | null => (isPlatform(platform) ? platform : null);

/** The application's title: platform and channel name. Proper names, the same in every language. */
export function titleOf(platformName: string, values: Values): string {
  const name = String(values.name ?? values.handle ?? '').trim();
  return [platformName, name].filter((part) => part !== '').join(' – ');
}
