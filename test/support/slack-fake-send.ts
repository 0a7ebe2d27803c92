/** Sends a person's signed commands, interactions and events to the bot, in Slack's own formats. */
import type { Delivered, SlackFake } from './slack-fake-port.ts';
import type { FakeUser } from './slack-fake-state.ts';
import type { Json } from './slack-limits-parts.ts';

export type SlackSender = {
  /** A fresh trigger. It opens one modal, within three seconds. */
  trigger(): string;
  responseUrl(room: string, message?: string): string;
  /** The fields common to all interactions. */
  origin(): Json;
  interact(payload: Json): Promise<Delivered>;
  /** Delivers an event up to four times, until it is acknowledged. */
  event(inner: Json): Promise<Delivered>;
};

export function slackSender(fake: SlackFake, user: FakeUser): SlackSender {
  const { space } = fake;
  const trigger = (): string => {
    const id = `${space.next('')}.${space.next('')}.${space.next('t')}`;
    space.triggers.set(id, { user: user.id, at: Date.now(), used: false });
    return id;
  };
  const responseUrl = (room: string, message?: string): string => {
    const id = space.next('r');
    space.responses.set(id, {
      user: user.id,
      room,
      uses: 0,
      at: space.now().getTime(),
      ...(message ? { message } : {}),
    });
    return new URL(`/response/${id}`, fake.apiUrl).href;
  };
  const origin = () => ({
    api_app_id: space.app,
    team: { id: user.team, domain: 'stadt' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.email.split('@')[0], name: user.email.split('@')[0], team_id: user.team },
  });
  const interact = async (payload: Json): Promise<Delivered> => {
    const answer = await fake.deliver(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), 'form');
    return accepted(answer, user);
  };

  const event = async (inner: Json): Promise<Delivered> => {
    const body = JSON.stringify({
      token: 'deprecated',
      team_id: user.team,
      context_team_id: space.team,
      api_app_id: space.app,
      type: 'event_callback',
      event_id: space.next('Ev'),
      event_time: Math.floor(space.now().getTime() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: space.team,
          user_id: space.bot.user,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: user.team !== space.team,
      event: inner,
    });
    let answer = await fake.deliver(body, 'json');
    for (let retry = 1; retry <= 3 && answer.status !== 200; retry += 1) {
      const headers = { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_error' };
      answer = await fake.deliver(body, 'json', { headers });
    }
    return accepted(answer, user);
  };

  return { trigger, responseUrl, origin, interact, event };
}

/** Throws what the person would see: Slack shows an error for any status but 200. */
export function accepted(answer: Delivered, user: FakeUser): Delivered {
  if (answer.status !== 200) throw new Error(`Slack shows ${user.email} an error: the bot answered ${answer.status}`);
  return answer;
}
