// Beside the replayed map: the alerts and the devices as they were.

import type { AssetState } from '../api/types';
import { assetOf } from '../model/asset';
import { translate } from '../model/messages';
import { clock, replayAlerts, told } from '../replay';
import { assetNames, file, fileFailure } from '../shipment';
import { f } from '../state';
import { DetailHead } from './AlertDetail';
import { SealWord } from './AssetDetail';
import { Failed, ruleName, SeveritySign, StatusWord, Waiting } from './common';

export const ReplayAlerts = () => {
  const { say, full, place, age } = f.value;
  const moment = told.value?.at ?? clock.value?.at;
  const all = replayAlerts.value;
  return (
    <>
      <header class="list-head"><h2>{moment === undefined ? say('replay.title') : say('replay.alerts', { at: full(moment) })}</h2></header>
      {told.value === null ? <Waiting /> : all.length === 0 ? <p class="empty">{say('replay.alerts.none')}</p> : (
        <ul class="rows" aria-label={say('alerts.title')}>
          {all.map(a => (
            <li key={a.id} class={`alert ${a.severity} ${a.status}`}>
              <div class="open">
                <SeveritySign severity={a.severity} />
                <span class="what">
                  <span class="line"><strong>{ruleName(a.rule)}</strong> <span class="name">{assetOf(a.asset).id}</span></span>
                  <span class="line message">{translate(a.message, f.value)}</span>
                  <span class="line muted small">{place(a.position)}</span>
                </span>
                <span class="when small">{moment !== undefined && age(a.raisedAt, moment)}<StatusWord status={a.status} />{a.late && <span class="tag late">{say('alerts.late')}</span>}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

export const ReplayDetail = ({ id }: { id: string }) => {
  const { say, full } = f.value;
  const open = file.value?.shipment.id === id ? file.value : null;
  const failure = fileFailure.value?.id === id ? fileFailure.value : null;
  const moment = told.value;
  return (
    <>
      <DetailHead title={id} sub={open === null ? say('replay.title') : `${open.shipment.carrier} · ${open.shipment.vehicle}`} />
      {failure !== null ? <Failed text={failure.isUnknown ? say('state.notfound') : failure.text} /> : open === null || moment === null ? <Waiting /> : (
        <>
          <p class="muted"><time dateTime={new Date(moment.at).toISOString()}>{full(moment.at)}</time> · {say(`replay.known.${moment.known}`)}</p>
          <ul class="assets" data-told={new Date(moment.at).toISOString()}>
            {assetNames(open.shipment).map(name => <Past key={name} name={name} state={moment.states.get(name) ?? null} at={moment.at} />)}
          </ul>
        </>
      )}
    </>
  );
};

const Past = ({ name, state, at }: { name: string; state: AssetState | null; at: number }) => {
  const { say, number, place, age } = f.value;
  const { kind, id } = assetOf(name);
  const facts: string[] = [];
  if (state?.lastPosition?.speedKph != null) facts.push(say('unit.kph', { n: number(state.lastPosition.speedKph) }));
  if (state?.sensors?.temperatureC != null) facts.push(say('unit.celsius', { n: number(state.sensors.temperatureC, 1) }));
  if (state?.sensors?.batteryPct != null) facts.push(`${say('asset.battery')} ${say('unit.percent', { n: number(state.sensors.batteryPct) })}`);
  if (kind === 'vehicle' && state?.lastPosition) facts.push(place(state.lastPosition));
  return (
    <li data-asset={name}>
      <div><span class="muted small">{say(`kind.${kind}`)}</span> <span class="name">{id}</span></div>
      <div class="state">{kind === 'seal' && state !== null && <SealWord state={state.sealState} />}</div>
      <div class="small facts-line">{state === null ? say('replay.unknown') : facts.join(' · ')}</div>
      <div class="muted small age">{state?.at != null && say('age.ago', { age: age(state.at, at) })}</div>
    </li>
  );
};
