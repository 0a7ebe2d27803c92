/** Where a platform takes reports about an account that was taken over (incident.md 3.2); absent where none is known. */
import type { Platform } from '../platform/platform.ts';

const LINKS: Partial<Record<Platform, string>> = {
  facebook: 'https://www.facebook.com/hacked',
  instagram: 'https://www.instagram.com/hacked',
  threads: 'https://www.instagram.com/hacked',
  x: 'https://help.x.com/en/safety-and-security/x-account-compromised',
  youtube: 'https://support.google.com/youtube/answer/76187',
  linkedin: 'https://www.linkedin.com/help/linkedin/answer/a1340402',
};

/** The platform's door for taken-over accounts. @returns undefined: operator, server administration or support are asked by hand */
export const recoveryLink = (platform: string): string | undefined => LINKS[platform as Platform];
