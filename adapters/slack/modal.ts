/** Modals: open at once, fill when the answer is ready, and respond to a submission within Slack's three seconds. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Lang, SendError } from '../../bot/chat.ts';
import { clean } from '../../cards/render/cut.ts';
import { LIMITS } from '../../cards/render/limits.ts';
import { sayTone } from '../../cards/render/render-words.ts';
import { sections } from '../../cards/render/slack/parts.ts';
import { cardToModal, modalLoading, problemsOf, type SlackModal } from '../../cards/render/slack.ts';
import type { Reply } from '../../cards/reply.ts';
import { DEAD_TRIGGER, USED_TRIGGER } from './errors.ts';
import type { ParsedRequest } from './inbound.ts';
import type { Log } from './log.ts';
import { noticeCard } from './message.ts';
import { metaOf } from './meta.ts';
import type { OpenView } from './payload.ts';
import { WORDS } from './slack-words.ts';
import { type Call, DONE } from './web.ts';

/** Which view to fill: by id, or by our external id if the response to views.open was lost. */
export type Place = { view_id: string; hash?: string } | { external_id: string };

const REMEMBERED = 2_000;
const OPENED = z.object({ view: z.object({ id: z.string(), hash: z.string().optional() }) });

export type Modals = {
  /** Opens a loading modal, or finds the one that was opened for this request. undefined: no modal. */
  open(heard: ParsedRequest, lang: Lang): Promise<Place | undefined>;
  /** Shows the answer in the modal. False if the modal cannot show it (closed, refused) and another place must. */
  fill(place: Place, reply: Reply, heard: ParsedRequest, lang: Lang): Promise<boolean>;
  /** Redraws a view with the person's entries, and a warning on top. */
  warn(view: OpenView, text: string): Promise<void>;
};

export function slackModals(call: Call, log: Log): Modals {
  /** Keys of modals opened by this process: a trigger opens only one, so Slack need not be called again. */
  const opened = new Set<string>();
  const update = (place: Place, view: SlackModal | Record<string, unknown>) =>
    call('views.update', { ...place, view }, DONE);

  return {
    async open(heard, lang) {
      const external_id = externalIdOf(heard.key);
      if (opened.has(heard.key)) return { external_id };
      opened.add(heard.key);
      if (opened.size > REMEMBERED) opened.delete(opened.values().next().value as string);
      const view = { ...modalLoading(lang, heard.title ?? WORDS[lang].title), external_id };
      try {
        const { view: fresh } = await call('views.open', { trigger_id: heard.trigger, view }, OPENED);
        return { view_id: fresh.id, ...(fresh.hash ? { hash: fresh.hash } : {}) };
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        if (USED_TRIGGER.has(error.reason) || error.reason === 'duplicate_external_id') return { external_id };
        if (!DEAD_TRIGGER.has(error.reason)) log.warn({ reason: error.reason }, 'Slack did not open the modal');
        return error.outcome === 'unknown' ? { external_id } : undefined;
      }
    },

    async fill(place, reply, heard, lang) {
      const view = viewOf(reply, heard, lang);
      try {
        await update(place, view).catch((error: unknown) => {
          // Filling twice is harmless; a modal that shows "loading" for ever is not.
          if (error instanceof SendError && error.outcome === 'unknown') return update(place, view);
          throw error;
        });
        return true;
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        // A newer click has already redrawn the view; its content is newer than this.
        if (error.reason === 'hash_conflict') return true;
        log.warn({ reason: error.reason }, 'the modal could not be filled');
        return false;
      }
    },

    async warn(view, text) {
      try {
        await update({ view_id: view.id }, restored(view, text));
      } catch (error) {
        log.warn({ err: error }, 'the modal could not be restored');
      }
    },
  };
}

/** Our own id of a modal, by which it is found after a lost response or by another process. */
export const externalIdOf = (key: string): string =>
  `kw-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;

/** The answer as a view: the next step, a card to read, or one sentence. */
function viewOf(reply: Reply, heard: ParsedRequest, lang: Lang): SlackModal {
  const meta = metaOf(heard.surface, heard.message);
  if (reply.kind === 'card') return cardToModal(reply.card, meta, heard.open ? { open: heard.open } : {});
  const [tone, text] = reply.kind === 'notice' ? [reply.tone, reply.text] : (['good', WORDS[lang].done] as const);
  return cardToModal(noticeCard(lang, tone, text), meta);
}

export type Submitted =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: SlackModal | Record<string, unknown> }
  | { response_action: 'clear' };

/** The response to a submission, as the body of Slack's request. */
export function submitted(reply: Reply, heard: ParsedRequest, lang: Lang): Submitted {
  if (reply.kind === 'none') return { response_action: 'clear' };
  if (reply.kind === 'card') {
    const problems = problemsOf(reply.card);
    const shown = inputsOf(heard.view);
    const ids = Object.keys(problems);
    // Slack shows problems under the fields and keeps all entries, but only for visible fields.
    if (ids.length > 0 && ids.every((id) => shown.has(id))) return { response_action: 'errors', errors: problems };
    if (!reply.card.form && !reply.replace) return { response_action: 'clear' };
  }
  return inModal(reply, heard, lang);
}

/** The answer in place of the form, whatever its kind. */
export function inModal(reply: Reply, heard: ParsedRequest, lang: Lang): Submitted {
  return { response_action: 'update', view: viewOf(reply, heard, lang) };
}

/** For when nothing was stored: the form stays as it is, with a sentence under its first field. */
export function notSubmitted(view: OpenView, text: string): Submitted {
  const [first] = inputsOf(view);
  if (first !== undefined) return { response_action: 'errors', errors: { [first]: text } };
  return { response_action: 'update', view: restored(view, text) };
}

/** Shown in the modal if the answer takes longer than Slack waits. */
export function stillWorking(heard: ParsedRequest, lang: Lang): Submitted {
  return { response_action: 'update', view: modalLoading(lang, heard.title ?? WORDS[lang].title) };
}

function inputsOf(view: OpenView | undefined): Set<string> {
  const inputs = (view?.blocks ?? []).filter((block) => block.type === 'input');
  return new Set(inputs.map((block) => String(block.block_id)));
}

/** Maps an input's typed value to the property that redraws it. */
const INITIAL = {
  value: 'initial_value',
  selected_date: 'initial_date',
  selected_user: 'initial_user',
  selected_option: 'initial_option',
  selected_options: 'initial_options',
} as const;

const STATE = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

/** The view with typed values as initial values, so that they survive if another view is shown in between. */
function restored(view: OpenView, text: string): Record<string, unknown> {
  const state = STATE.safeParse(view.state?.values).data ?? {};
  const { type, callback_id, private_metadata, title, submit, close } = view;
  const blocks = view.blocks.map((block) => withTyped(block, state));
  return {
    type,
    callback_id,
    private_metadata,
    title,
    ...(submit ? { submit } : {}),
    ...(close ? { close } : {}),
    blocks: [...sections(sayTone('warning', text)), ...blocks].slice(0, LIMITS.slack.viewBlocks),
  };
}

function withTyped(block: Record<string, unknown>, state: z.infer<typeof STATE>): Record<string, unknown> {
  if (block.type !== 'input' || typeof block.element !== 'object') return block;
  const typed = Object.values(state[String(block.block_id)] ?? {})[0];
  if (!typed) return block;
  const element: Record<string, unknown> = { ...block.element };
  for (const [from, to] of Object.entries(INITIAL)) {
    if (!(from in typed)) continue;
    const value = drawable(element, typed[from]);
    if (value === undefined) delete element[to];
    else element[to] = value;
  }
  return { ...block, element };
}

const HAS_VALUE = z.object({ value: z.string() });
const GROUPED = z.array(z.object({ options: z.array(z.unknown()) }));

/** Slack requires an initial option identical to the listed one, so it is taken from the list. */
function drawable(element: Record<string, unknown>, value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? undefined : clean(value);
  const groups = GROUPED.safeParse(element.option_groups ?? [{ options: element.options }]).data ?? [];
  const all = groups.flatMap((group) => group.options);
  const idOf = (option: unknown) => HAS_VALUE.safeParse(option).data?.value ?? '';
  const find = (chosen: unknown) => all.find((option) => idOf(option) !== '' && idOf(option) === idOf(chosen));
  if (!Array.isArray(value)) return find(value);
  const found = value.map(find).filter((option) => option !== undefined);
  return found.length > 0 ? found : undefined;
}
