// The keyboard, for those who watch for hours.

import { signal } from '@preact/signals';
import { book, go, handle, list, may, route } from '../state';
import { alertRows, closeDetail, openAlert, walk } from './choose';
import { closing } from './CloseDialog';
import { keysShown } from './KeysDialog';

/** The alert the keyboard is at. */
export const cursor = signal<string | null>(null);

/** What the replay does on its keys, while there is one. */
export const replayKeys = signal<{ toggle(): void; step(seconds: number): void } | null>(null);

const move = (by: number): void => {
  const all = walk(alertRows());
  if (all.length === 0) return;
  const at = all.findIndex(a => a.id === cursor.value);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]!;
  cursor.value = next.id;
  // At once, or the next key would still mean the row before; a list that has just been opened is not drawn yet.
  if (!focus(next.id)) requestAnimationFrame(() => focus(next.id));
};

const focus = (id: string): boolean => {
  const row = document.querySelector<HTMLElement>(`[data-alert="${CSS.escape(id)}"] .open`);
  row?.focus();
  return row !== null;
};

/** The alert a key is meant for: the one that is open, or the one the keyboard is at. */
const meant = () => {
  const id = (route.value.page === 'alerts' ? route.value.alert : null) ?? cursor.value;
  return id === null ? undefined : book.get(id);
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'range'));

const onKey = (event: KeyboardEvent): void => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') {
    if (event.target instanceof HTMLElement && isTyping(event.target)) event.target.blur();
    else closeDetail();
    return;
  }
  if (isTyping(event.target)) return;
  const alert = meant();
  switch (event.key) {
    case 'j': case 'J':
      move(1);
      break;
    case 'k': case 'K':
      move(-1);
      break;
    case 'Enter':
      // What is pressed has its own use for it.
      if (!alert || (event.target instanceof HTMLElement && event.target.closest('button, a, summary'))) return;
      openAlert(alert);
      break;
    case 'a': case 'A':
      if (may('handleAlerts') && alert?.status === 'open') void handle([alert.id], 'acknowledge', '');
      break;
    case 'c': case 'C':
      if (may('handleAlerts') && alert && alert.status !== 'closed') closing.value = [alert.id];
      break;
    case '/':
      document.getElementById('search')?.focus();
      break;
    case '1':
      go({ page: 'alerts', alert: null }, { list: 'alerts' });
      break;
    case '2':
      list.value = 'shipments';
      go({ page: 'shipments' });
      break;
    case 'p': case 'P':
      replayKeys.value?.toggle();
      break;
    case 'ArrowLeft': case 'ArrowRight':
      // The map and sliders have their own use for arrows.
      if (replayKeys.value === null || event.target !== document.body) return;
      replayKeys.value.step(event.key === 'ArrowLeft' ? -10 : 10);
      break;
    case '?':
      keysShown.value = true;
      break;
    default:
      return;
  }
  event.preventDefault();
};

/** Begins to listen; the answer ends it. */
export const listenToKeys = (): (() => void) => {
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
};
