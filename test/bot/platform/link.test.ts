import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LINK_PROBLEMS,
  type LinkProblemCode,
  type Recognised,
  recognise as recogniseBlind,
  recogniseHandle,
} from '../../../bot/platform/link.ts';
import { LINK_MAX } from '../../../bot/platform/link-text.ts';
import { pathsOf } from '../../../bot/platform/paths.ts';
import { PLATFORM_KEYS, type Platform, platformRow } from '../../../bot/platform/platform.ts';
import { recognise } from '../../../commands/platform/link.ts';

function found(text: string): Recognised {
  const answer = recognise(text);
  if ('problem' in answer) throw new Error(`${text}: ${JSON.stringify(answer)}`);
  return answer;
}
const problem = (text: string) => {
  const answer = recognise(text);
  return 'problem' in answer ? answer.problem : `recognised as ${answer.key}`;
};

const ACCOUNTS: [string, Platform, string, string][] = [
  ['https://www.facebook.com/Freistaat.Sachsen', 'facebook', 'Freistaat.Sachsen', 'facebook.com/freistaatsachsen'],
  ['facebook.com/@dortmund', 'facebook', 'dortmund', 'facebook.com/dortmund'],
  ['fb.com/dortmund/', 'facebook', 'dortmund', 'facebook.com/dortmund'],
  ['https://m.me/dortmund', 'facebook', 'dortmund', 'facebook.com/dortmund'],
  ['https://de-de.facebook.com/pg/dortmund/about/?ref=page_internal', 'facebook', 'dortmund', 'facebook.com/dortmund'],
  ['facebook.com/profile.php?id=100064123&sk=about', 'facebook', '100064123', 'facebook.com/profile.php?id=100064123'],
  ['facebook.com/100064123', 'facebook', '100064123', 'facebook.com/profile.php?id=100064123'],
  ['facebook.com/people/Stadt-Dortmund/100064123/', 'facebook', '100064123', 'facebook.com/profile.php?id=100064123'],
  ['facebook.com/p/Stadt-Dortmund-100064123', 'facebook', '100064123', 'facebook.com/profile.php?id=100064123'],
  [
    'facebook.com/pages/Zoo-Grün/361317780585377',
    'facebook',
    '361317780585377',
    'facebook.com/profile.php?id=361317780585377',
  ],
  [
    'facebook.com/pages/category/Zoo/Zoo-Grün-361317780585377/',
    'facebook',
    '361317780585377',
    'facebook.com/profile.php?id=361317780585377',
  ],
  ['facebook.com/groups/Nordstadt/members', 'facebook', 'Nordstadt', 'facebook.com/groups/nordstadt'],
  [
    'https://www.instagram.com/stadtdortmund/?hl=de&igsh=abc',
    'instagram',
    'stadtdortmund',
    'instagram.com/stadtdortmund',
  ],
  ['instagram.com/stadt_dortmund_/reels/', 'instagram', 'stadt_dortmund_', 'instagram.com/stadt_dortmund_'],
  ['twitter.com/SachsenDE', 'x', 'SachsenDE', 'x.com/sachsende'],
  ['https://mobile.twitter.com/SachsenDE?lang=de', 'x', 'SachsenDE', 'x.com/sachsende'],
  ['http://twitter.com/#!/SachsenDE', 'x', 'SachsenDE', 'x.com/sachsende'],
  ['https://x.com/intent/user?screen_name=SachsenDE', 'x', 'SachsenDE', 'x.com/sachsende'],
  ['https://x.com/i/communities/1234567', 'x', '1234567', 'x.com/i/communities/1234567'],
  ['youtube.com/user/FreistaatSachsen', 'youtube', 'FreistaatSachsen', 'youtube.com/user/freistaatsachsen'],
  ['https://m.youtube.com/@StadtDortmund/videos', 'youtube', 'StadtDortmund', 'youtube.com/@stadtdortmund'],
  ['https://youtube.com/@Grünflächen', 'youtube', 'Grünflächen', 'youtube.com/@grünflächen'],
  ['https://www.youtube.com/c/Dortmund?app=desktop', 'youtube', 'Dortmund', 'youtube.com/c/dortmund'],
  [
    'https://studio.youtube.com/channel/UC_UdLBSXuQVBfCoV4gbSRA/videos',
    'youtube',
    'UC_UdLBSXuQVBfCoV4gbSRA',
    'youtube.com/channel/UC_UdLBSXuQVBfCoV4gbSRA',
  ],
  ['youtube.com/StadtDortmund', 'youtube', 'StadtDortmund', 'youtube.com/stadtdortmund'],
  ['https://www.xing.com/companies/stadtdortmund/updates', 'xing', 'stadtdortmund', 'xing.com/pages/stadtdortmund'],
  [
    'https://de.linkedin.com/company/stadt-dortmund/about/',
    'linkedin',
    'stadt-dortmund',
    'linkedin.com/company/stadt-dortmund',
  ],
  ['linkedin.com/in/leitung-kultur', 'linkedin', 'leitung-kultur', 'linkedin.com/in/leitung-kultur'],
  ['https://www.tiktok.com/@stadtdortmund?lang=de', 'tiktok', 'stadtdortmund', 'tiktok.com/@stadtdortmund'],
  ['https://social.dortmund.de/@Stadt', 'mastodon', 'Stadt@social.dortmund.de', 'social.dortmund.de/@stadt'],
  ['https://social.bund.de/users/bfdi', 'mastodon', 'bfdi@social.bund.de', 'social.bund.de/@bfdi'],
  [
    'https://mastodon.social/@stadt@social.dortmund.de',
    'mastodon',
    'stadt@social.dortmund.de',
    'social.dortmund.de/@stadt',
  ],
  ['https://irgendein.verein/web/@stadt', 'mastodon', 'stadt@irgendein.verein', 'irgendein.verein/@stadt'],
  ['@stadt@social.dortmund.de', 'mastodon', 'stadt@social.dortmund.de', 'social.dortmund.de/@stadt'],
  ['@stadt@bawü.social', 'mastodon', 'stadt@xn--baw-joa.social', 'xn--baw-joa.social/@stadt'],
  ['https://bsky.app/profile/dortmund.de', 'bluesky', 'dortmund.de', 'bsky.app/profile/dortmund.de'],
  ['@dortmund.bsky.social', 'bluesky', 'dortmund.bsky.social', 'bsky.app/profile/dortmund.bsky.social'],
  ['https://dortmund.bsky.social/', 'bluesky', 'dortmund.bsky.social', 'bsky.app/profile/dortmund.bsky.social'],
  ['https://bsky.app/profile/did:plc:abc234', 'bluesky', 'did:plc:abc234', 'bsky.app/profile/did:plc:abc234'],
  ['https://www.threads.net/@stadtdortmund', 'threads', 'stadtdortmund', 'threads.com/@stadtdortmund'],
  ['https://www.whatsapp.com/channel/0029VaAbC', 'whatsapp', '0029VaAbC', 'whatsapp.com/channel/0029VaAbC'],
  ['https://chat.whatsapp.com/Iiv1klM3c2G3e6', 'whatsapp', 'Iiv1klM3c2G3e6', 'chat.whatsapp.com/Iiv1klM3c2G3e6'],
  ['https://wa.me/4923150?text=hallo', 'whatsapp', '4923150', 'wa.me/4923150'],
  ['flickr.com/photos/slubdresden/', 'flickr', 'slubdresden', 'flickr.com/photos/slubdresden'],
  ['https://www.flickr.com/people/12345@N00/', 'flickr', '12345@N00', 'flickr.com/photos/12345@n00'],
  ['https://dortmund.wordpress.com/', 'wordpress', 'dortmund.wordpress.com', 'dortmund.wordpress.com'],
  ['blog.dortmund.de', 'wordpress', 'blog.dortmund.de', 'blog.dortmund.de'],
  ['https://www.dortmund.de/blog/', 'wordpress', 'dortmund.de/blog', 'dortmund.de/blog'],
  [
    'https://de.wikipedia.org/wiki/Dortmund_(Hafen)',
    'wiki',
    'de.wikipedia.org/wiki/Dortmund_(Hafen)',
    'de.wikipedia.org/wiki/Dortmund_(Hafen)',
  ],
  ['wiki.dortmund.de/', 'wiki', 'wiki.dortmund.de', 'wiki.dortmund.de'],
  ['https://nebenan.de/organizations/17', 'forum', 'nebenan.de/organizations/17', 'nebenan.de/organizations/17'],
  [
    'https://forum.dortmund.de/viewforum.php?sid=9&f=3',
    'forum',
    'forum.dortmund.de/viewforum.php?f=3',
    'forum.dortmund.de/viewforum.php?f=3',
  ],
  ['https://t.me/stadtdortmund', 'other', 't.me/stadtdortmund', 't.me/stadtdortmund'],
  ['https://medium.com/@dortmund', 'other', 'medium.com/@dortmund', 'medium.com/@dortmund'],
  [
    'https://www.dortmund.de:8443/Kultur/?utm_source=x#oben',
    'other',
    'dortmund.de:8443/Kultur',
    'dortmund.de:8443/Kultur',
  ],
  ['bücher.de/Dortmund', 'other', 'xn--bcher-kva.de/Dortmund', 'xn--bcher-kva.de/Dortmund'],
  ['http://8.8.8.8/kanal', 'other', '8.8.8.8/kanal', '8.8.8.8/kanal'],
];

describe('recognise', () => {
  it.each(ACCOUNTS)('reads %s', (text, platform, handle, key) => {
    expect(found(text)).toMatchObject({ platform, handle, key });
  });

  it.each(ACCOUNTS)('gives the shown link of %s the same key, and a kind which the platform has', (text) => {
    const first = found(text);
    expect(first.url).toMatch(/^https:\/\/[^ ]+$/);
    expect(found(first.url)).toEqual(first);
    expect(platformRow(first.platform).kinds).toContain(first.kind);
  });

  it.each([
    ['spaces around', '  https://www.facebook.com/dortmund  '],
    ['no scheme', 'www.facebook.com/dortmund'],
    ['http', 'http://facebook.com/dortmund'],
    ['capitals', 'HTTPS://WWW.FACEBOOK.COM/Dortmund'],
    ['a slash too many', 'https://facebook.com//dortmund//'],
    ['a forgotten colon', 'https//facebook.com/dortmund'],
    ['a doubled scheme', 'https://https://facebook.com/dortmund'],
    ['a protocol-relative link', '//facebook.com/dortmund'],
    ['the port', 'http://facebook.com:80/dortmund'],
    ['a trailing dot in the host', 'https://facebook.com./dortmund'],
    ["Slack's brackets", '<https://www.facebook.com/dortmund>'],
    ["Slack's label", '<https://www.facebook.com/dortmund?a=1&amp;b=2|facebook.com/dortmund>'],
    ['a Markdown link', '[unsere Seite](https://www.facebook.com/dortmund)'],
    ['German quotes', '„https://facebook.com/dortmund“'],
    ['the end of a sentence', 'https://facebook.com/dortmund.'],
    ['brackets around', '(facebook.com/dortmund)'],
    ['words before it', 'Unsere Seite: https://facebook.com/dortmund'],
    ['zero-width and bidi signs', '\u202Ehttps://face\u200Bbook.com/dortmund\u2069'],
    ['tracking', 'https://facebook.com/dortmund?fbclid=IwAR0&mibextid=x#_=_'],
    [
      'a mail filter in front',
      'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ffacebook.com%2Fdortmund&data=05',
    ],
    ["Facebook's own door", 'https://l.facebook.com/l.php?u=https%3A%2F%2Ffacebook.com%2Fdortmund&h=A'],
    ['escaped letters', 'https://facebook.com/%64ortmund'],
  ])('sees the same account behind %s', (_what, text) => {
    expect(found(text).key).toBe('facebook.com/dortmund');
  });

  it('treats composed and decomposed, escaped and plain umlauts alike', () => {
    const spellings = [
      'youtube.com/@Gr\u00fcn',
      'youtube.com/@Gru\u0308n',
      'youtube.com/@Gr%C3%BCn',
      'youtube.com/@Gru%CC%88n',
    ];
    expect(new Set(spellings.map((text) => found(text).key)).size).toBe(1);
  });

  it.each([
    ['https://dortmund.de/Fest!', 'dortmund.de/Fest!'],
    ['https://dortmund.de/%0!', 'dortmund.de/%250!'],
    ['https://dortmund.de/Gr%FCn', 'dortmund.de/Gr%FCn'],
    ['https://dortmund.de/a%2Fb%3Fc', 'dortmund.de/a%2Fb%3Fc'],
    ['https://dortmund.de/a%E2%80%AEb', 'dortmund.de/a%E2%80%AEb'],
  ])('keeps the meaning of escapes in %s', (text, key) => {
    const first = found(text.replace('!', '%21'));
    expect(first.key).toBe(key);
    expect(found(first.url)).toEqual(first);
  });

  it('keeps apart what differs only in case where case counts', () => {
    expect(found('youtube.com/channel/UCabc').key).not.toBe(found('youtube.com/channel/UCABC').key);
    expect(found('whatsapp.com/channel/0029Va').key).not.toBe(found('whatsapp.com/channel/0029vA').key);
    expect(found('youtube.com/user/abc').key).not.toBe(found('youtube.com/@abc').key);
  });

  it.each([
    ['facebook.com.evil.de/dortmund', 'facebook.com.evil.de/dortmund'],
    ['facebооk.com/dortmund', 'xn--facebk-0qfa.com/dortmund'],
    ['notfacebook.com/dortmund', 'notfacebook.com/dortmund'],
    ['https://evil.de/facebook.com/dortmund', 'evil.de/facebook.com/dortmund'],
  ])('does not take the look-alike %s for the platform', (text, key) => {
    expect(found(text)).toMatchObject({ platform: 'other', key });
  });

  it.each<[string, LinkProblemCode]>([
    ['', 'not-a-link'],
    ['   ', 'not-a-link'],
    ['Stadt Dortmund', 'not-a-link'],
    ['3.50', 'not-a-link'],
    ['https://', 'not-a-link'],
    ['https://a..b/x', 'not-a-link'],
    ['https://facebook.com:99999/x', 'not-a-link'],
    ['<@U012AB3CD>', 'handle-only'],
    ['@SachsenDE', 'handle-only'],
    ['presse@dortmund.de', 'e-mail'],
    ['<mailto:presse@dortmund.de|presse@dortmund.de>', 'e-mail'],
    ['https://facebook.com/Stadt Dortmund', 'blank'],
    ['facebook.com/ SachsenDE', 'blank'],
    ['https://a.de https://b.de', 'not-one-link'],
    ['facebook.com/Biosphärenres…', 'cut-off'],
    ['javascript:alert(1)', 'scheme'],
    ['JaVaScRiPt:alert(1)', 'scheme'],
    ['data:text/html;base64,PHNjcmlwdD4=', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['ftp://dortmund.de/x', 'scheme'],
    ['tel:0231500', 'scheme'],
    ['https://name:wort@facebook.com/dortmund', 'credentials'],
    ['https://facebook.com@evil.de/', 'credentials'],
    ['http://localhost/x', 'private-address'],
    ['localhost:3978', 'private-address'],
    ['http://intranet/x', 'private-address'],
    ['http://drucker.local/', 'private-address'],
    ['wiki.stadt.internal', 'private-address'],
    ['http://127.0.0.1/', 'private-address'],
    ['http://2130706433/', 'private-address'],
    ['http://0177.0.0.1/', 'private-address'],
    ['http://0x7f.1/', 'private-address'],
    ['http://127.1/', 'private-address'],
    ['http://１２７.0.0.1/', 'private-address'],
    ['http://169.254.169.254/latest', 'private-address'],
    ['http://[::1]:8080/', 'private-address'],
    ['http://[::1]', 'private-address'],
    ['http://[::ffff:127.0.0.1]/', 'private-address'],
    ['http://[fe80::1]/', 'private-address'],
    ['@stadt@localhost.local', 'private-address'],
    ['https://mastodon.social/@a@10.0.0.1', 'private-address'],
    ['https://l.facebook.com/l.php?u=http%3A%2F%2F10.0.0.1%2F', 'private-address'],
    ['https://facebook.com/', 'no-account'],
    ['https://facebook.com/...', 'cut-off'],
    ['https://www.facebook.com/login/?next=x', 'no-account'],
    ['https://x.com/explore', 'no-account'],
    ['https://x.com/@home', 'no-account'],
    ['https://help.x.com/de', 'no-account'],
    ['https://mastodon.social/explore', 'no-account'],
    ['https://bit.ly/3abc', 'short-link'],
    ['https://vm.tiktok.com/ZM123/', 'short-link'],
    ['https://t.co/abc', 'short-link'],
    ['https://www.facebook.com/share/1AbCdEf/', 'short-link'],
    [`https://dortmund.de/${'a'.repeat(LINK_MAX)}`, 'too-long'],
  ])('refuses %s: %s', (text, code) => {
    expect(problem(text)).toBe(code);
  });

  it.each<[string, Platform, string | undefined]>([
    ['https://www.facebook.com/dortmund/posts/pfbid02', 'facebook', 'https://facebook.com/dortmund'],
    ['https://www.facebook.com/groups/nordstadt/posts/12', 'facebook', 'https://facebook.com/groups/nordstadt'],
    ['https://www.facebook.com/watch/?v=12', 'facebook', undefined],
    ['https://www.facebook.com/permalink.php?story_fbid=1&id=2', 'facebook', undefined],
    ['https://fb.watch/abc/', 'facebook', undefined],
    ['https://www.instagram.com/p/Cabc/', 'instagram', undefined],
    ['https://www.instagram.com/stadtdortmund/reel/Cabc/', 'instagram', 'https://instagram.com/stadtdortmund'],
    ['https://twitter.com/SachsenDE/status/12', 'x', 'https://x.com/SachsenDE'],
    ['https://x.com/i/web/status/12', 'x', undefined],
    ['https://youtu.be/dQw4', 'youtube', undefined],
    ['https://www.youtube.com/watch?v=dQw4', 'youtube', undefined],
    ['https://www.youtube.com/shorts/dQw4', 'youtube', undefined],
    ['https://www.linkedin.com/feed/update/urn:li:activity:1/', 'linkedin', undefined],
    ['https://www.xing.com/news/articles/x-1', 'xing', undefined],
    ['https://www.tiktok.com/@stadtdortmund/video/12', 'tiktok', 'https://tiktok.com/@stadtdortmund'],
    ['https://social.dortmund.de/@stadt/109876543210', 'mastodon', 'https://social.dortmund.de/@stadt'],
    ['https://social.dortmund.de/users/stadt/statuses/1', 'mastodon', 'https://social.dortmund.de/@stadt'],
    ['https://bsky.app/profile/dortmund.de/post/3k', 'bluesky', 'https://bsky.app/profile/dortmund.de'],
    ['https://www.threads.com/@stadtdortmund/post/Cx', 'threads', 'https://threads.com/@stadtdortmund'],
    ['https://whatsapp.com/channel/0029Va/123', 'whatsapp', 'https://whatsapp.com/channel/0029Va'],
    ['https://www.flickr.com/photos/slubdresden/5512/', 'flickr', 'https://flickr.com/photos/slubdresden'],
    ['https://dortmund.wordpress.com/2024/05/fest/', 'wordpress', 'https://dortmund.wordpress.com/'],
  ])('sees a single post in %s and names its account where it can', (text, platform, profile) => {
    expect(recognise(text)).toEqual({ problem: 'post-not-profile', platform, ...(profile ? { profile } : {}) });
    if (profile) expect(found(profile).platform).toBe(platform);
  });

  it('answers any text with an account or a known problem, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (text) => {
          const answer = recognise(text);
          if ('problem' in answer) expect(LINK_PROBLEMS).toContain(answer.problem);
          else expect(answer.key).not.toBe('');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is idempotent on any web address: the shown link has the same key', () => {
    const hosts = PLATFORM_KEYS.flatMap((key) => [...platformRow(key).hosts]);
    const link = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(
          fc.constantFrom(...hosts, 'social.example.org', 'www.example.org', 'blog.example.org'),
          fc.array(
            fc.oneof(
              fc.string({ unit: 'grapheme' }).map(encodeURIComponent),
              fc.constantFrom('@a', 'users', 'pages', '%zz', '%E4', '123456789'),
            ),
            { maxLength: 4 },
          ),
        )
        .map(([host, segments]) => `https://${host}/${segments.join('/')}`),
    );
    fc.assert(
      fc.property(link, (text) => {
        const first = recognise(text);
        if ('problem' in first) return;
        expect(recognise(first.url)).toMatchObject({ key: first.key, url: first.url, platform: first.platform });
      }),
      { numRuns: 2000 },
    );
  });

  it('gives one key to every spelling of scheme, prefix, case and slash', () => {
    const handle = fc.stringMatching(/^[a-z][a-z0-9]{4,14}$/);
    const known = fc.constantFrom(...PLATFORM_KEYS.filter((key) => pathsOf(key).byHandle && key !== 'whatsapp'));
    const part = <T>(...values: T[]) => fc.constantFrom(...values);
    fc.assert(
      fc.property(
        known,
        handle,
        part('', 'http://', 'HTTPS://'),
        part('', 'www.', 'm.'),
        part('', '/', '?utm_source=x', '/#a'),
        part(true, false),
        (key, name, scheme, prefix, tail, shout) => {
          const plain = recogniseHandle(key, name);
          if ('problem' in plain) return;
          const path = new URL(plain.url).pathname.replace(name, shout ? name.toUpperCase() : name);
          expect(found(`${scheme}${prefix}${platformRow(key).hosts[0]}${path}${tail}`).key).toBe(plain.key);
        },
      ),
    );
  });
});

it('takes no address of digits where nobody can compare addresses', () => {
  expect(recogniseBlind('http://8.8.8.8/kanal')).toEqual({ problem: 'private-address' });
  expect(recogniseBlind('http://[2606:4700::1111]/')).toEqual({ problem: 'private-address' });
  expect(recogniseBlind('https://www.dortmund.de/')).toHaveProperty('key');
});

describe('recogniseHandle', () => {
  it.each<[Platform, string, string]>([
    ['x', '@SachsenDE', 'x.com/sachsende'],
    ['facebook', 'Freistaat.Sachsen', 'facebook.com/freistaatsachsen'],
    ['youtube', 'StadtDortmund', 'youtube.com/@stadtdortmund'],
    ['mastodon', '@stadt@social.dortmund.de', 'social.dortmund.de/@stadt'],
    ['bluesky', 'dortmund.de', 'bsky.app/profile/dortmund.de'],
  ])('builds the account of %s %s', (platform, handle, key) => {
    expect(recogniseHandle(platform, handle)).toMatchObject({ platform, key });
  });

  it.each<[Platform, string]>([
    ['x', ''],
    ['x', 'a b'],
    ['x', '../i/flow'],
    ['x', 'home'],
    ['mastodon', 'stadt'],
    ['other', 'stadt'],
    ['wordpress', 'stadt'],
  ])('refuses %s "%s"', (platform, handle) => {
    expect(recogniseHandle(platform, handle)).toHaveProperty('problem');
  });
});
