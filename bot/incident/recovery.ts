/** Where a platform takes reports about a taken-over account; absent if no page is known. */
import type { Platform } from '../platform/platform.ts';

const LINKS: Partial<Record<Platform, string>> = {
  facebook: 'https://www.facebook.com/hacked',
  instagram: 'https://www.instagram.com/hacked',
  threads: 'https://www.instagram.com/hacked',
  x: 'https://help.x.com/en/safety-and-security/x-account-compromised',
  youtube: 'https://support.google.com/youtube/answer/76187',
  linkedin: 'https://www.linkedin.com/help/linkedin/answer/a1340402',
};

/**
 * The platform's page for taken-over accounts. @returns undefined: people ask the operator, server or support
 * themselves
 */
export const recoveryLink = (platform: string): string | undefined => LINKS[platform as Platform];
