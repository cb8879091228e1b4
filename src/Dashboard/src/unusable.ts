// Messages that could not be used, as the server tells them; asked for while somebody looks, and only then.

import { effect, useSignal, type Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { ApiError, type Api } from './api/http';
import type { DeadLetterSource, Page } from './api/types';
import { senders, type Sender } from './model/unusable';
import { api, may, now } from './state';

/** At most so many sources are read, those heard from last: each brings its newest messages along. */
const mostSources = 50;
const everyMs = 10_000;

// Where it is refused, or not there at all, it is asked for once and not again.
let refused: Api | null = null;

export interface Told { asset: string | null; senders: Sender[]; isAll: boolean }

/**
 * Reads now and then who sent unusable messages.
 * @param asset only this device's; null: everybody's
 * @param place what shows it: while that is not on the screen, nothing is asked
 */
export const useUnusable = (asset: string | null, place: RefObject<HTMLElement | null>): Signal<Told | null> => {
  const told = useSignal<Told | null>(null);
  useEffect(() => {
    let asking: AbortController | null = null;
    let askedAt = -Infinity;
    const read = async (from: Api): Promise<void> => {
      asking?.abort();
      const mine = (asking = new AbortController());
      try {
        const { items, next } = await from.get<Page<DeadLetterSource>>('dead-letters', { asset, take: mostSources }, mine.signal);
        told.value = { asset, senders: senders(items), isAll: next === null };
      } catch (failure) {
        // Otherwise what is shown stays; the banner tells of a lost connection.
        if (mine.signal.aborted || !(failure instanceof ApiError) || (failure.status !== 403 && failure.status !== 404)) return;
        refused = from;
        told.value = null;
      }
    };
    const end = effect(() => {
      const from = api.value;
      if (now.value - askedAt < everyMs || from === null || from === refused || !may('readDeadLetters') || document.hidden || place.current?.checkVisibility() !== true) return;
      askedAt = now.value;
      void read(from);
    });
    return () => {
      end();
      asking?.abort();
    };
  }, [asset]);
  return told;
};
