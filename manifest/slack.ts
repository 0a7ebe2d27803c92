/** The manifest from which Slack creates the app. */
import { LONG, NAME, openers, SHORT } from './introduction.ts';

/** One address for everything, so that all requests pass the same guard and the same inbox. */
const DOOR = '/slack/events';

/**
 * The app's permissions, and the calls that need each. None is requested in advance: a staff council reads this list.
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

/** @param host where Slack reaches the bot, such as `bot.example.org` */
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
        // People then arrive as ids: two of them may have the same display name.
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
