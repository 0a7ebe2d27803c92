/** The manifest from which Slack makes the app. */
import { LONG, NAME, openers, SHORT } from './introduction.ts';

/** Everything goes to one door; its guard and its inbox are the same for all of it. */
const DOOR = '/slack/events';

/**
 * What the app may do, and the calls it needs each for. Nothing is asked for in advance: a staff council reads this list.
 */
export const SCOPES = {
  commands: 'slash commands and modals',
  'chat:write': 'chat.postMessage, chat.update, chat.postEphemeral',
  'im:write': 'conversations.open: write to somebody first',
  'im:history': 'conversations.history of a DM, after a lost answer; message.im',
  'channels:history': 'conversations.history of a public room, after a lost answer',
  'groups:history': 'conversations.history and conversations.replies of a private room, after a lost answer',
  'groups:write':
    'conversations.create, conversations.invite, conversations.kick, conversations.setTopic: the private room of an incident',
  'groups:read': 'users.conversations: find that room again after a lost answer',
  'users:read': 'users.info: language and name',
  'users:read.email': 'users.info, users.lookupByEmail: who somebody is in the organisation',
  'app_mentions:read': 'app_mention',
  'files:read': 'attachments that somebody sends in the DM',
} as const satisfies Record<string, string>;

export const EVENTS = ['app_home_opened', 'app_mention', 'message.im', 'user_change'] as const;

const DESCRIPTION = {
  de: 'Kanäle der Stadt registrieren und verwalten',
  en: 'Register and manage the city’s channels',
} as const;

/** @param host where Slack reaches the bot, `bot.example.org` */
export function slackManifest(host: string) {
  const url = `https://${host}${DOOR}`;
  return {
    display_information: {
      name: NAME,
      description: SHORT,
      long_description: LONG,
      background_color: '#0f5b66',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: NAME, always_online: true },
      slash_commands: openers().map(({ word, lang, follow }) => ({
        command: `/${word}`,
        url,
        description: DESCRIPTION[lang],
        usage_hint: `[${follow.join(' | ')}]`,
        // People come as ids then: two of them may have the same display name.
        should_escape: true,
      })),
    },
    oauth_config: { scopes: { bot: Object.keys(SCOPES) } },
    settings: {
      event_subscriptions: { request_url: url, bot_events: [...EVENTS] },
      interactivity: { is_enabled: true, request_url: url },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
