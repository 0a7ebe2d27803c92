/** Which addresses may be drawn as a link. */

/**
 * The address in normal form, with host names in ASCII, so that look-alike letters show. Undefined for anything but a
 * web address: `javascript:`, `mailto:`, and `https://city.example@evil.example`, which shows one host and opens
 * another.
 */
export function webUrl(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' ? url.href : undefined;
}
