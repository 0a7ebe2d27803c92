/**
 * Hands over what a departed person leaves behind: open votes, tasks, cases they lead, and applications that name them.
 */

import { type Effect, post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { lineAbove } from '../../bot/leavers/recipients.ts';
import { bodySet, deciders, mayDecide } from '../../bot/organisation/permission.ts';
import { BODIES } from '../../bot/participation/body.ts';
import { type Change, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { casesLedBy, officesOfCase } from '../../db/leavers/cases.ts';
import { managerChain } from '../../db/leavers/directory.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { applicationById, factsOf, holdersIn, openApplications, openTasks } from '../../db/registry/dossiers.ts';
import type { AuditNote } from '../command.ts';

type HandedOver = { changes: Change[]; effects: Effect[]; audit: AuditNote[]; stuck: number };

/** The organisation with one more person marked as gone. */
export function without(org: Org, person: string): Org {
  const gone = new Set([...org.gone, person]);
  return { ...org, gone, facts: { ...org.facts, gone } };
}

/**
 * @param person marked as gone by this decision
 * @returns what to write and send; `stuck` counts votes that nobody can cast now
 */
export async function handOver(tx: Tx, person: string, org: Org): Promise<HandedOver> {
  const after = without(org, person);
  const parts = [
    await votes(tx, person, org, after),
    await tasks(tx, person, after),
    await cases(tx, person, after),
    await wishes(tx, person),
  ];
  return {
    changes: parts.flatMap((part) => part.changes),
    effects: parts.flatMap((part) => part.effects),
    audit: parts.flatMap((part) => part.audit),
    stuck: parts.reduce((sum, part) => sum + part.stuck, 0),
  };
}

const nothing = (): HandedOver => ({ changes: [], effects: [], audit: [], stuck: 0 });

async function votes(tx: Tx, person: string, before: Org, after: Org): Promise<HandedOver> {
  const out = nothing();
  for (const { application, votes: slots } of await openApplications(tx)) {
    const facts = factsOf(application);
    const subject = `application:${application.id}`;
    for (const body of BODIES) {
      const slot = slots.find((vote) => vote.body === body);
      if (!slot?.openedAt || slot.answer !== 'open') continue;
      if (typeof mayDecide(person, body, facts, before.facts) === 'string') continue;
      const left = deciders(body, facts, after.facts);
      const own = left.filter(({ level }) => level === 'own');
      // The others still see the card in the body's room. A card sent only by DM has to be sent again.
      const rooms = body === 'head' ? [] : (bodySet(body, application.legalBody, after.organisation)?.rooms ?? []);
      if (rooms.length === 0) {
        for (const decider of own.length > 0 ? own : left)
          out.effects.push(post(toPerson(decider.person), 'application', subject, { as: body }));
      }
      out.effects.push(refresh(subject));
      out.audit.push({ action: 'vote-moved-on', subject, data: { body, from: person, to: left.length } });
      if (left.length === 0) out.stuck += 1;
    }
  }
  return out;
}

/**
 * The office's head takes over the applicant's tasks. Consent and conduct rules are personal and end with the holder.
 */
async function tasks(tx: Tx, person: string, after: Org): Promise<HandedOver> {
  const out = nothing();
  for (const task of await openTasks(tx, [person])) {
    if (task.kind !== 'publish' && task.kind !== 'close-down') continue;
    const application = await applicationById(tx, task.application);
    const [head] = application ? deciders('head', factsOf(application), after.facts) : [];
    if (!head) continue;
    out.changes.push(update('tasks', task, { assignee: head.person }));
    out.effects.push(post(toPerson(head.person), 'task', `task:${task.id}`));
    out.audit.push({
      action: 'task-moved-on',
      subject: `application:${task.application}`,
      data: { task: task.id, from: person, to: head.person },
    });
  }
  return out;
}

async function cases(tx: Tx, person: string, after: Org): Promise<HandedOver> {
  const out = nothing();
  for (const row of await casesLedBy(tx, person)) {
    const chain = await managerChain(tx, row.person);
    const places = await officesOfCase(tx, row.id);
    const [next] = lineAbove(row.person, { chain, org: { ...after.organisation, gone: after.gone }, places });
    const subject = `leaver:${row.id}`;
    out.changes.push(update('leaverCases', row, { manager: next?.person ?? null }));
    if (next) out.effects.push(post(toPerson(next.person), 'leaver', subject, { as: 'manager' }));
    out.audit.push({ action: 'leaver-moved-on', subject, data: { from: person, to: next?.person ?? null } });
  }
  return out;
}

/** Tells applicants that somebody their pending application names has left. */
async function wishes(tx: Tx, person: string): Promise<HandedOver> {
  const out = nothing();
  for (const { application } of await openApplications(tx)) {
    if (application.kind === 'closure' || application.applicant === person) continue;
    if (!holdersIn(application.answers).includes(person)) continue;
    const subject = `application:${application.id}`;
    out.effects.push(post(toPerson(application.applicant), 'news', subject, { event: 'holder-left', person }));
    out.audit.push({ action: 'holder-left', subject, data: { person } });
  }
  return out;
}
