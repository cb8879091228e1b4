import { useSignal } from '@preact/signals';
import type { Severity } from '../api/types';
import { assetOf } from '../model/asset';
import { translate } from '../model/messages';
import { timeline, type Entry } from '../model/timeline';
import type { ShipmentFile } from '../shipment';
import { f, go, now } from '../state';
import { sayOr } from '../text';
import { ruleName, SeveritySign } from './common';

export const Timeline = ({ open }: { open: ShipmentFile }) => {
  const { say } = f.value;
  const isCustodyOnly = useSignal(false);
  const all = timeline(open.events, open.readings).filter(e => !isCustodyOnly.value || e.isCustody);
  return (
    <>
      <label class="check"><input type="checkbox" checked={isCustodyOnly.value} onChange={event => (isCustodyOnly.value = event.currentTarget.checked)} /> {say('timeline.custody')}</label>
      {all.length === 0 ? <p class="empty">{say('timeline.none')}</p> : (
        <ol class="story">
          {all.map((e, i) => <Line key={i} entry={e} shipment={open.shipment.id} />)}
        </ol>
      )}
    </>
  );
};

const Line = ({ entry: e, shipment }: { entry: Entry; shipment: string }) => {
  const { say, full, time } = f.value;
  const isAsset = !e.of.startsWith('shipment/');
  const { kind, id } = assetOf(e.of);
  const what = e.what.startsWith('seal.') ? sayOr(say, e.what, e.what) : sayOr(say, `event.${e.what}`, e.what);
  // What became known much later than it happened is worth its second time.
  const isLate = Date.parse(e.recordedAt) - Date.parse(e.at) > 5 * 60_000;
  return (
    <li class={e.severity ?? ''}>
      <button class="link small" title={say('timeline.replay')} onClick={() => go({ page: 'replay', id: shipment, from: null, to: null, at: e.at, known: 'now' })}><time dateTime={e.at}>{time(e.at, now.value)}</time></button>
      <div>
        {e.severity !== null && <SeveritySign severity={e.severity as Severity} />} <strong>{what}</strong>
        {e.rule !== null && <>: {ruleName(e.rule)}</>}
        {isAsset && <span class="muted"> · {say(`kind.${kind}`)} {id}</span>}
        {e.message !== null && <p>{translate(e.message, f.value)}</p>}
        {(e.by !== null || e.note !== null) && <p class="muted small">{e.by !== null && say('timeline.by', { who: e.by })}{e.note !== null && <> “{e.note}”</>}</p>}
        {(e.late || isLate) && <p class="small"><span class="tag late">{say('alerts.late')}</span> <span class="muted">{say('timeline.recorded', { at: full(e.recordedAt) })}</span></p>}
      </div>
    </li>
  );
};
