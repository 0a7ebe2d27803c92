/** Steps that make something disappear: take screenshots first. */

/** Steps that remove people, apps or posts, besides all keys that end with `-delete`. */
const TAKEN_OUT: readonly string[] = [
  'strangers-out',
  'strangers-posts',
  'ask-to-remove',
  'facebook-access',
  'instagram-highlights',
  'youtube-permissions',
  'youtube-strikes',
  'linkedin-admins',
  'xing-editors',
  'mastodon-planned',
  'mastodon-apps',
  'tiktok-devices',
  'bluesky-handle',
  'flickr-apps',
  'whatsapp-admins',
];

/** @param key of a step's row */
export const deletes = (key: string): boolean => key.endsWith('-delete') || TAKEN_OUT.includes(key);
