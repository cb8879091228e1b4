// Messages nobody could use, as an officer looks at them: by the device that sent them.

import type { DeadLetter, DeadLetterSource } from '../api/types';

/** A message that could not be used, and where it came in. */
export interface Unusable extends DeadLetter { topic: string; partition: number }

/** All that came from one device. */
export interface Sender {
  /** Null: the messages' keys name no device. */
  asset: string | null;
  count: number;
  firstAt: string;
  lastAt: string;
  /** The newest first. */
  recent: Unusable[];
}

const earlier = (a: string, b: string): string => (Date.parse(a) <= Date.parse(b) ? a : b);
const later = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b);
const newestFirst = (a: string, b: string): number => Date.parse(b) - Date.parse(a);

/** One entry for each device, whatever topics and partitions it sends to; the one heard from last comes first. */
export const senders = (sources: readonly DeadLetterSource[]): Sender[] => {
  const byAsset = new Map<string | null, Sender>();
  for (const { asset, topic, partition, count, firstAt, lastAt, recent } of sources) {
    const known = byAsset.get(asset);
    const sender = known ?? { asset, count: 0, firstAt, lastAt, recent: [] };
    if (!known) byAsset.set(asset, sender);
    sender.count += count;
    sender.firstAt = earlier(sender.firstAt, firstAt);
    sender.lastAt = later(sender.lastAt, lastAt);
    sender.recent.push(...recent.map(letter => ({ ...letter, topic, partition })));
  }
  for (const sender of byAsset.values()) sender.recent.sort((a, b) => newestFirst(a.receivedAt, b.receivedAt) || b.offset - a.offset);
  return [...byAsset.values()].sort((a, b) => newestFirst(a.lastAt, b.lastAt));
};

/** Who has sent nothing unusable for so long is not shown beside the alerts any more. */
export const latelyMs = 24 * 3_600_000;

export const lately = (all: readonly Sender[], now: number): Sender[] => all.filter(s => now - Date.parse(s.lastAt) <= latelyMs);

/**
 * What a message holds, so that it cannot pass for anything else on the screen: characters that are not seen, or that turn the direction of writing, are written out.
 * Tabs and ends of lines stay.
 */
export const readable = (text: string): string =>
  text.replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`);
