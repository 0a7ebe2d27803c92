/**
 * Runs every request: claims the delivery, identifies the person and checks their authority, runs the command (load →
 * decide), writes the decision, stores the answer. One transaction, without HTTP inside.
 */

import type { ChatName, Inbound } from '../bot/chat.ts';
import { type Effect, post } from '../bot/delivery/effect.ts';
import { type Actor, actorOf, mayAsk } from '../bot/organisation/permission.ts';
import { ALL_OFF, type Switchboard } from '../bot/platform/connector.ts';
import { isRefusal, type Refusal, refuse } from '../bot/refusal.ts';
import type { Calendar } from '../bot/time/calendar.ts';
import { berlinDay } from '../bot/time/day.ts';
import type { Reply } from '../cards/reply.ts';
import { say, sayIfKnown } from '../cards/text.ts';
import { type AuditEntry, appendAudit } from '../db/audit.ts';
import { applyChanges, isLostRace } from '../db/changes.ts';
import type { Store, Tx } from '../db/connect.ts';
import { type Claimed, claim, keepReply } from '../db/delivery/inbox.ts';
import { enqueue, messageAt } from '../db/delivery/outbox.ts';
import { route } from '../db/delivery/routes.ts';
import { newId } from '../db/ids.ts';
import { loadOrganisation, type Org } from '../db/organisation/organisation.ts';
import type { Answer, By, Command, Outcome } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { parse } from './parse.ts';
import { IdentityUnavailable, noteReporter, speakerOf } from './speaker.ts';
import { helpOf, usageOf } from './spelling.ts';
import { storable } from './storable.ts';
import { drawCard } from './views.ts';

export type ShellDeps = {
  store: Store;
  /** The chats that are switched on. Effects are routed to these only. */
  chats: () => readonly ChatName[];
  now: () => Date;
  /** The city's working days, for the clocks on cards. */
  calendar: Calendar;
  /** Absent: every connector is off. */
  connectors?: Switchboard;
  /** Where the bot's own endpoints are reached from outside. */
  publicUrl: string;
  /** How long whoever decided a request has for showing the answer; absent: a minute. */
  leaseMs?: number;
  /** Called after each commit, so the outbox need not wait for its next poll. */
  wake: () => void;
  /** Called exactly once per bug or outage. */
  onFault: (fault: { reference: string; error: unknown; key: string }) => void;
};

const ROUNDS = 3;
/** An unknown person, for commands anybody may run. */
const NOBODY: Actor = {
  person: '',
  name: '',
  lang: 'de',
  roles: [],
  staffOf: [],
  headOf: [],
  deputyOf: [],
  privacyOf: [],
  bodies: [],
};

/**
 * Runs one verified request.
 * @returns the answer. For a bug or an outage: a notice with a reference number, and `again` if nothing was stored and
 * the chat may redeliver.
 */
export async function handle(deps: ShellDeps, request: Inbound): Promise<Reply> {
  const inbound = storable(request);
  try {
    for (let round = 1; ; round++) {
      try {
        const reply = await deps.store.db.transaction((tx) => once(deps, tx as Tx, inbound));
        deps.wake();
        return reply;
      } catch (error) {
        if (!isLostRace(error) || round === ROUNDS) throw error;
      }
    }
  } catch (error) {
    // The transaction was rolled back, so the delivery counts as not received.
    if (error instanceof IdentityUnavailable)
      return { kind: 'notice', tone: 'warning', text: untoldText(inbound, error), again: 'person' };
    const reference = Math.random().toString(36).slice(2, 8).toUpperCase();
    deps.onFault({ reference, error, key: inbound.key });
    const key = isLostRace(error) ? 'fault.busy' : 'fault.unexpected';
    return { kind: 'notice', tone: 'danger', text: say(inbound.lang)(key, { reference }), again: true };
  }
}

function untoldText({ who, lang }: Inbound, { isOwn }: IdentityUnavailable): string {
  const speak = say(lang);
  return speak(isOwn ? 'fault.untold-own' : 'fault.untold', {
    chat: speak(`undelivered.chat.${who.chat}`),
  });
}

/** The command a request means, and its arguments. */
function resolve(inbound: Inbound): { command: Command; args: Record<string, unknown> } | Refusal {
  if (inbound.do.kind === 'press') {
    const { name, args } = inbound.do;
    const command = COMMANDS.find((candidate) => candidate.name === name);
    return command ? { command, args } : refuse('moved-on');
  }
  const parsed = parse(inbound.do.text, COMMANDS);
  if (parsed.kind === 'command') return parsed;
  if (parsed.kind === 'unknown')
    return refuse('not-understood', { word: parsed.word, help: helpOf(parsed.group, inbound.lang) });
  const files = inbound.do.files ?? [];
  // Mentioned without a word ("@Kanalwacht"): show the help.
  const what = files.length > 0 ? 'attach' : inbound.do.text.trim() === '' ? 'help' : 'hear';
  const listen = COMMANDS.find((candidate) => candidate.name === what)!;
  return { command: listen, args: { text: inbound.do.text } };
}

/** Whether the answer will be a form, without asking the database. */
export function opensForm(what: Inbound['do']): boolean {
  if (what.kind === 'press') {
    const command = COMMANDS.find((candidate) => candidate.name === what.name);
    return command?.opensForm(what.args, what.inputs) ?? false;
  }
  const parsed = parse(what.text, COMMANDS);
  return parsed.kind === 'command' && parsed.command.opensForm(parsed.args, {});
}

async function once(deps: ShellDeps, tx: Tx, inbound: Inbound): Promise<Reply> {
  const now = deps.now();
  const delivery = await claim(tx, inbound.key, now, deps.leaseMs);
  if (!delivery.fresh) return repeated(delivery);

  const org = await loadOrganisation(tx);
  if (!org) throw new Error('no organisation applied: npm run organisation -- apply FILE');
  const speaking = await speakerOf(tx, inbound, org, now);
  const { person, isOwn } = speaking;
  const actor = person ? actorOf(person, org.organisation, org.gone, berlinDay(now)) : null;
  const speak = say(inbound.lang);
  const inputs = inbound.do.kind === 'press' ? inbound.do.inputs : {};
  const resolved = resolve(inbound);
  const isReport = !actor && isOwn && !isRefusal(resolved) && resolved.command.authority === 'account';
  if (!person && inbound.who.untold && inbound.who.from !== 'foreign' && !isReport)
    throw new IdentityUnavailable(speaking);
  const reporter = isReport ? { ...NOBODY, person: person ?? newId('person') } : NOBODY;
  const by: By = {
    actor: actor ?? reporter,
    ...(isReport ? { reporter: true as const } : {}),
    now,
    say: speak,
    chat: inbound.who.chat,
    tenant: inbound.who.tenant,
    dm: inbound.where.dm,
    publicUrl: deps.publicUrl.replace(/\/$/, ''),
    room: inbound.where.id,
    ...(inbound.where.reach?.thread ? { thread: inbound.where.reach.thread } : {}),
  };
  const files = inbound.do.kind === 'say' ? (inbound.do.files ?? []) : [];
  const connectors = deps.connectors ?? ALL_OFF;
  const outcome = isRefusal(resolved)
    ? resolved
    : mayAsk(actor, resolved.command.authority, isOwn)
      ? await resolved.command.run(resolved.args, { tx, org, by, inputs, files, connectors, commands: COMMANDS })
      : refuse(actor ? 'not-allowed' : 'unknown-person');

  // The reporter's name is stored only if something refers to it.
  const isWritten = isReport && !person && !isRefusal(outcome) && (outcome.changes ?? []).length > 0;
  if (isWritten) await noteReporter(tx, reporter.person, inbound.who, now);
  const action = isRefusal(resolved) ? 'unknown' : resolved.command.name;
  const reply = isRefusal(outcome)
    ? await answerRefusal(deps, tx, inbound, org, by, outcome, action)
    : await commit(deps, tx, inbound, org, by, outcome);
  await keepReply(tx, inbound.key, reply.kind === 'none' ? null : reply, deps.now(), deps.leaseMs);
  return reply;
}

/** What a delivery is told that came before. Once it is answered there is nothing left to say. */
function repeated(delivery: Exclude<Claimed, { fresh: true }>): Reply {
  if (delivery.turn === 'over' || !delivery.reply) return { kind: 'none', repeat: 'over' };
  return { ...(delivery.reply as Reply), repeat: delivery.turn };
}

async function commit(deps: ShellDeps, tx: Tx, inbound: Inbound, org: Org, by: By, outcome: Outcome): Promise<Reply> {
  await applyChanges(tx, outcome.changes ?? []);
  await send(deps, tx, outcome.effects ?? [], org, by.now);
  const reply = await drawAnswer(deps, tx, inbound, org, by, outcome.answer);
  await appendAudit(
    tx,
    (outcome.audit ?? []).map((note) => entry(inbound, by, note.action, note.subject, note.data)),
  );
  return reply;
}

async function send(deps: ShellDeps, tx: Tx, effects: readonly Effect[], org: Org, now: Date): Promise<void> {
  if (effects.length > 0) await enqueue(tx, await route(tx, effects, org, deps.chats(), now), now);
}

async function drawAnswer(
  { calendar }: ShellDeps,
  tx: Tx,
  inbound: Inbound,
  org: Org,
  by: By,
  answer: Answer,
): Promise<Reply> {
  if ('none' in answer) return { kind: 'none' };
  if ('notice' in answer) return { kind: 'notice', text: answer.notice, tone: answer.tone };
  if ('card' in answer) return { kind: 'card', card: answer.card, replace: answer.replace ?? false };
  // Redraw the clicked copy with its own reader: a body's card in its room stays the body's card.
  const row = inbound.message ? await messageAt(tx, inbound.who.chat, inbound.where.id, inbound.message) : null;
  const copy = row !== null && row.subject === answer.show.subject && answer.replace === true;
  const ref = copy ? { view: row.view, subject: row.subject, args: row.args } : answer.show;
  const reader = copy ? { person: row.person, lang: row.lang === 'en' ? ('en' as const) : ('de' as const) } : null;
  const own = { person: by.actor.person || null, lang: by.say.lang };
  const card = await drawCard(tx, ref, org, reader ?? own, by.now, calendar);
  if (!card) return { kind: 'notice', tone: 'warning', text: by.say('refusal.not-found') };
  return { kind: 'card', card, replace: answer.replace ?? false, ...(copy ? { shared: true as const } : {}) };
}

/** Answers and audits a refusal. If it came from a card, that card is redrawn. */
async function answerRefusal(
  deps: ShellDeps,
  tx: Tx,
  inbound: Inbound,
  org: Org,
  by: By,
  refusal: Refusal,
  action: string,
): Promise<Reply> {
  const effects: Effect[] = [];
  const row = inbound.message ? await messageAt(tx, inbound.who.chat, inbound.where.id, inbound.message) : null;
  if (row) effects.push({ do: 'redraw', message: row.id });
  const who = `${inbound.who.chat}:${inbound.who.tenant}:${inbound.who.id}`;
  if (refusal.refuse === 'unknown-person' && (await claim(tx, `visitor:${who}:${berlinDay(by.now)}`, by.now)).fresh) {
    effects.push(
      post({ to: 'role', role: 'registrar' }, 'visitor', `identity:${who}`, {
        name: inbound.who.name ?? '',
        email: inbound.who.email ?? '',
        ...(inbound.who.from === 'foreign' ? { foreign: 'yes' } : {}),
      }),
    );
  }
  await send(deps, tx, effects, org, by.now);
  await appendAudit(tx, [entry(inbound, by, 'refused', action, { code: refusal.refuse })]);
  const usage = usageOf(
    COMMANDS.find(({ name }) => name === action),
    by.say.lang,
  );
  const args = { registrars: registrars(org), usage, help: helpOf('channel', by.say.lang), ...refusal.args };
  return {
    kind: 'notice',
    tone: 'warning',
    text: sayIfKnown(by.say.lang, `refusal.${refusal.refuse}`, args) ?? refusal.refuse,
  };
}

function entry(
  inbound: Inbound,
  by: By,
  action: string,
  subject: string,
  data: Record<string, unknown> = {},
): AuditEntry {
  return {
    at: by.now,
    actor: by.actor.person || 'unknown',
    action,
    subject,
    data: { ...data, chat: inbound.who.chat },
    cause: inbound.key,
  };
}

/** The registrars' names, for people the registry does not know. */
function registrars({ organisation }: Org): string {
  const names = organisation.roles.registrar.map((id) => organisation.people.find((person) => person.id === id)?.name);
  return names.filter((name) => name !== undefined).join(', ');
}
