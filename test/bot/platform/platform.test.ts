import { describe, expect, it } from 'vitest';
import { pathsOf } from '../../../bot/platform/paths.ts';
import {
  PLATFORM_KEYS,
  PLATFORMS,
  type Platform,
  platformByName,
  platformRow,
} from '../../../bot/platform/platform.ts';
import { expectGolden } from '../../support/golden.ts';

describe('platformByName', () => {
  it.each<[string, Platform]>([
    ['Youtube', 'youtube'],
    ['YouTube-Kanal', 'youtube'],
    ['flickr', 'flickr'],
    ['Twitter', 'x'],
    ['X', 'x'],
    ['𝕏', 'x'],
    ['X (Twitter)', 'x'],
    ['Twitter/X', 'x'],
    ['X (vormals Twitter)', 'x'],
    ['FB', 'facebook'],
    ['Facebook-Seite', 'facebook'],
    ['Facebook (Gruppe)', 'facebook'],
    [' facebook.com ', 'facebook'],
    ['Insta', 'instagram'],
    ['Instagram Account', 'instagram'],
    ['XING', 'xing'],
    ['Linked-In', 'linkedin'],
    ['Tik Tok', 'tiktok'],
    ['Mastodon-Profil', 'mastodon'],
    ['BlueSky', 'bluesky'],
    ['Threads', 'threads'],
    ['WhatsApp-Kanal', 'whatsapp'],
    ['WhatsApp', 'whatsapp'],
    ['WordPress (Blog)', 'wordpress'],
    ['Blog', 'wordpress'],
    ['Wiki', 'wiki'],
    ['nebenan.de', 'forum'],
    ['Forum', 'forum'],
    ['Sonstige', 'other'],
  ])('reads "%s" as %s', (name, platform) => {
    expect(platformByName(name)).toBe(platform);
  });

  it.each(['', '  ', '—', 'Facebook/Instagram', 'Snapchat', 'constructor', 'Seite'])(
    'does not guess at "%s"',
    (name) => {
      expect(platformByName(name)).toBeUndefined();
    },
  );

  it('finds every platform under its own shown name', () => {
    for (const platform of PLATFORM_KEYS.filter((key) => key !== 'other')) {
      expect(platformByName(platformRow(platform).name), platform).toBe(platform);
    }
  });
});

describe('the table', () => {
  it('knows the hosts, kinds and names that somebody looked at', () => expectGolden('bot/platforms', PLATFORMS));

  it('gives every host and every name to one platform only', () => {
    const rows = PLATFORM_KEYS.map(platformRow);
    const hosts = rows.flatMap((row) => [...row.hosts, ...(row.postHosts ?? []), ...(row.shortHosts ?? [])]);
    const names = rows.flatMap((row) => row.names);
    expect(hosts).toEqual([...new Set(hosts)]);
    expect(names).toEqual([...new Set(names)]);
  });

  it('reads on each platform only kinds of account which that platform has', () => {
    for (const platform of PLATFORM_KEYS) {
      for (const { kind } of pathsOf(platform).accounts) expect(platformRow(platform).kinds).toContain(kind);
    }
  });

  it('gets through a long hostile path with every shape, without backtracking for minutes', () => {
    const long = `/${'a-'.repeat(500)}/${'@'.repeat(500)}/${'1'.repeat(900)}!`;
    const shapes = PLATFORM_KEYS.flatMap((platform) => {
      const { accounts, posts, short = [] } = pathsOf(platform);
      return [...accounts.map((rule) => rule.path), ...posts.map((rule) => rule.path), ...short];
    });
    expect(shapes.map((shape) => shape.test(long)).length).toBe(shapes.length);
  });
});
