/** Texts in Leichte Sprache keep its rules, and those of every text for the outside. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../bot/incident/external-check.ts';
import { TEXT_KINDS } from '../../../bot/incident/external-text.ts';
import { LEICHT } from '../../../cards/incident/leichte-sprache.ts';
import { OUTSIDE_LANGS, outsideText } from '../../../cards/incident/outside-templates.ts';

const FACTS = { city: 'Stadt Dortmund', channels: 'Facebook – Kulturbetriebe', time: '23.11.2026, 10:00 Uhr' };

describe.each(TEXT_KINDS)('%s', (kind) => {
  const text = LEICHT[kind].replaceAll(/\[[^\]]*\]|\{\w+\}/g, 'X');
  const sentences = text.split(/(?<=[.!?:])\s+|\n+/).filter((sentence) => sentence.trim() !== '');

  it('has short sentences, one in each line, without commas', () => {
    for (const sentence of sentences) expect(sentence.split(' ').length, sentence).toBeLessThanOrEqual(9);
    for (const line of text.split('\n')) {
      expect((line.match(/[.!?](?=\s+\S)/g) ?? []).length, line).toBe(0);
      expect(line, line).not.toContain(',');
    }
  });

  it('has no passive, no subjunctive, no genitive before the name of the city, no abbreviation', () => {
    expect(text).not.toMatch(/\b(wird|werden|wurde|wurden|worden|könnte|würde|wäre|sollte|müsste|hätte)\b/i);
    expect(text).not.toMatch(/\b(z\. ?B\.|bzw\.|usw\.|ggf\.|etc\.)/);
    expect(LEICHT[kind]).not.toMatch(/\b(der|des) \{city\}/);
  });

  it('divides words that are longer than fourteen letters', () => {
    const words = text.match(/[\p{L}-]+/gu) ?? [];
    for (const word of words.filter((one) => one !== 'Informationen'))
      expect(word.length, word).toBeLessThanOrEqual(14);
  });

  it.each(OUTSIDE_LANGS)('in %s has gaps that keep it from being handed in, and nothing else that does', (lang) => {
    const findings = check(outsideText(kind, lang, FACTS), { dataLossExcluded: false });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ code }) => code !== 'gap')).toEqual([]);
    expect(outsideText(kind, lang, FACTS)).not.toMatch(/\{\w+\}/);
  });
});
