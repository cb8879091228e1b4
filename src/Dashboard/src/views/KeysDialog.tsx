import { signal } from '@preact/signals';
import { f } from '../state';
import type { Key } from '../text';
import { Dialog } from './common';

export const keysShown = signal(false);

const keys: readonly [string, Key][] = [
  ['J', 'keys.next'], ['K', 'keys.previous'], ['Enter', 'keys.open'], ['A', 'keys.acknowledge'], ['C', 'keys.close'], ['/', 'keys.search'],
  ['1', 'keys.alerts'], ['2', 'keys.shipments'], ['P', 'keys.play'], ['← →', 'keys.step'], ['Esc', 'keys.escape'], ['?', 'keys.help'],
];

export const KeysDialog = () => !keysShown.value ? null : (
  <Dialog title={f.value.say('keys.title')} onClose={() => (keysShown.value = false)}>
    <dl class="keys">
      {keys.map(([key, text]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{f.value.say(text)}</dd></div>)}
    </dl>
  </Dialog>
);
