/** Registers an unknown account when it is reported, with a late application to complete. */

import { type Effect, post } from '../../../bot/delivery/effect.ts';
import type { Recognised } from '../../../bot/platform/link.ts';
import { platformRow } from '../../../bot/platform/platform.ts';
import { applicationNumber, rootNumber } from '../../../bot/registration/application.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { FORM_VERSION } from '../../../cards/registration/registration-form.ts';
import { type Change, insert, update } from '../../../db/changes.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import type { Channel } from '../../../db/registry/dossiers.ts';
import type { AuditNote, By } from '../../command.ts';
import { cut } from '../../cut.ts';
import { titleOf } from '../../registration/draft.ts';
import { officesOf } from '../../registration/register.ts';

/** The entry's office until a registrar finds the owner, like an office known only from an imported list. */
const UNKNOWN_OFFICE = 'unbekannt';

type Late = {
  account: Recognised;
  ids: { channel: string; application: string };
  /** The counter of the applications' numbers. */
  counter: { id: string; version: number };
};

export type LateEntry = { channel: Channel; changes: Change[]; effects: Effect[]; audit: AuditNote[] };

/** Tells the registrars. The late application goes to the reporter's office if they have exactly one. */
export function lateEntry({ account, ids, counter }: Late, { organisation }: Org, by: By): LateEntry {
  const { now } = by;
  const { platform, handle, url, key, kind } = account;
  const own = officesOf(by);
  const office = own.length === 1 ? organisation.offices.find(({ id }) => id === own[0]) : undefined;
  const name = cut(handle, 120);
  const root = rootNumber(Number(berlinDay(now).slice(0, 4)), counter.version + 1);
  const number = applicationNumber(root, 1);
  const channel: Channel = {
    id: ids.channel,
    version: 0,
    platform,
    name,
    handle,
    url,
    key,
    office: office?.id ?? UNKNOWN_OFFICE,
    state: 'compromised',
    application: ids.application,
    administrators: null,
    createdAt: now,
    changedAt: now,
  };
  const subject = `application:${ids.application}`;
  return {
    channel,
    changes: [
      insert('channels', channel),
      update('counters', counter, {}),
      insert('applications', {
        id: ids.application,
        number,
        root,
        kind: 'late',
        state: 'draft',
        office: channel.office,
        legalBody: office?.legalBody ?? 'stadt',
        // No applicant yet: the first person of the office, or a registrar, who opens it becomes one.
        applicant: 'system',
        channel: channel.id,
        platform,
        title: titleOf(platformRow(platform).name, { name }),
        key,
        formVersion: FORM_VERSION,
        answers: { kind: 'late', platform, name, handle: name, url, accountKind: kind },
        createdAt: now,
      }),
    ],
    effects: [post({ to: 'role', role: 'registrar' }, 'application', subject)],
    audit: [{ action: 'late-found', subject, data: { number, channel: channel.id } }],
  };
}
