import type { ComponentChildren } from 'preact';
import type { AssetState, Shipment } from '../api/types';
import { isActive } from '../model/alerts';
import { assetOf } from '../model/asset';
import { translate } from '../model/messages';
import type { ShipmentTab } from '../model/route';
import { file, fileFailure, readFile, type ShipmentFile } from '../shipment';
import { alerts, f, fleet, flight, go, may, now, phoneShows } from '../state';
import { DetailHead } from './AlertDetail';
import { SealWord } from './AssetDetail';
import { Charts } from './Charts';
import { openAlert } from './choose';
import { Age, Fact, Failed, ruleName, SeveritySign, StatusWord, Waiting } from './common';
import { StepDialog, stepping } from './StepDialog';
import { Timeline } from './Timeline';
import { Zones } from './Zones';

const tabs: readonly ShipmentTab[] = ['overview', 'timeline', 'charts'];

export const ShipmentDetail = ({ id, tab }: { id: string; tab: ShipmentTab }) => {
  const { say } = f.value;
  const open = file.value?.shipment.id === id ? file.value : null;
  const failure = fileFailure.value?.id === id ? fileFailure.value : null;
  if (open === null) {
    return (
      <>
        <DetailHead title={id} />
        {failure === null ? <Waiting /> : failure.isUnknown ? <Failed text={say('state.notfound')} /> : <Failed text={failure.text} again={() => void readFile(id)} />}
      </>
    );
  }
  return (
    <>
      <DetailHead title={id} sub={`${open.shipment.carrier} · ${open.shipment.vehicle}`} />
      <LifeCycle shipment={open.shipment} />
      <Actions shipment={open.shipment} />
      <div class="tabs" role="tablist">
        {tabs.map(t => (
          <button key={t} role="tab" id={`tab-${t}`} aria-selected={t === tab} aria-controls="tab-panel" onClick={() => go({ page: 'shipment', id, tab: t }, { replace: true })}>{say(`shipment.tab.${t}`)}</button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {tab === 'overview' ? <Overview open={open} /> : !open.hasHistory ? <Waiting /> : tab === 'timeline' ? <Timeline open={open} /> : <Charts open={open} />}
      </div>
      {stepping.value !== null && <StepDialog shipment={open.shipment} step={stepping.value} />}
    </>
  );
};

const LifeCycle = ({ shipment }: { shipment: Shipment }) => {
  const { say, full, time } = f.value;
  const steps = [
    ['registered', shipment.registeredAt], ['departed', shipment.departedAt], ['arrived', shipment.arrivedAt], ['closed', shipment.closedAt],
  ] as const;
  return (
    <ol class="life">
      {steps.map(([name, at]) => (
        <li key={name} class={at === null ? 'ahead' : 'done'}>
          <span class="step">{say(`shipment.${name}`)}</span>
          {at !== null && <time class="muted small" dateTime={at} title={full(at)}>{time(at, now.value)}</time>}
        </li>
      ))}
    </ol>
  );
};

const Actions = ({ shipment }: { shipment: Shipment }) => {
  const { say } = f.value;
  const { id } = shipment;
  const status = may('changeShipments') ? shipment.status : null;
  return (
    <div class="buttons wide">
      {status === 'registered' && <button class="primary" onClick={() => (stepping.value = 'depart')}>{say('shipment.depart')}</button>}
      {status === 'inTransit' && <button onClick={() => (stepping.value = 'arrive')}>{say('shipment.arrive')}</button>}
      {status === 'arrived' && <button class="primary" onClick={() => (stepping.value = 'close')}>{say('shipment.close')}</button>}
      {(status === 'inTransit' || status === 'arrived') && shipment.seals.length > 0 && <button onClick={() => (stepping.value = 'unlock')}>{say('shipment.unlock')}</button>}
      {shipment.departedAt !== null && <button onClick={() => go({ page: 'replay', id, from: null, to: null, at: null, known: 'now' })}>{say('shipment.replay')}</button>}
      <button onClick={() => {
        phoneShows.value = 'map';
        flight.value = { all: [...(shipment.route?.coordinates ?? []).map(([lon, lat]) => ({ lat, lon })), ...[fleet.get(`vehicle/${shipment.vehicle}`)].filter(p => p !== undefined)] };
      }}>{say('shipment.fly')}</button>
    </div>
  );
};

const Overview = ({ open: { shipment, assets } }: { open: ShipmentFile }) => {
  const { say, full, length, span } = f.value;
  const own = alerts.value.filter(a => a.shipment === shipment.id && isActive(a));
  const isLate = shipment.deadline !== null && shipment.arrivedAt === null && Date.parse(shipment.deadline) < now.value;
  return (
    <>
      {own.length > 0 && (
        <ul class="rows flat">
          {own.map(a => (
            <li key={a.id} class={`alert ${a.severity} ${a.status}`}><button class="open" onClick={() => openAlert(a)}>
              <SeveritySign severity={a.severity} />
              <span class="what"><span class="line"><strong>{ruleName(a.rule)}</strong> {assetOf(a.asset).id}</span><span class="line message">{translate(a.message, f.value)}</span></span>
              <span class="when small"><Age at={a.raisedAt} /><StatusWord status={a.status} /></span>
            </button></li>
          ))}
        </ul>
      )}
      <h3>{say('shipment.assets')}</h3>
      <ul class="assets">{[...assets].map(([name, state]) => <Asset key={name} name={name} state={state} />)}</ul>
      <dl class="facts">
        <Fact name={say('shipment.declaration')}>{shipment.declaration}</Fact>
        <Fact name={say('shipment.carrier')}>{shipment.carrier}</Fact>
        <Fact name={say('shipment.route')}>{shipment.origin} → {shipment.destination}</Fact>
        <Fact name={say('shipment.tolerance')}>{say('shipment.tolerance.value', { m: length(shipment.toleranceM) })}</Fact>
        {shipment.limits?.stopSeconds != null && <Fact name={say('shipment.stop')}>{say('shipment.stop.value', { time: span(shipment.limits.stopSeconds * 1000) })}</Fact>}
        {shipment.deadline !== null && <Fact name={say('shipment.deadline')}><span class={isLate ? 'tag critical' : ''}>{full(shipment.deadline)}</span></Fact>}
      </dl>
      <Zones shipment={shipment} />
    </>
  );
};

const Asset = ({ name, state }: { name: string; state: AssetState | null }) => {
  const { say, number, place, age } = f.value;
  const { kind, id } = assetOf(name);
  const facts: ComponentChildren[] = [];
  if (state?.lastPosition?.speedKph != null) facts.push(say('unit.kph', { n: number(state.lastPosition.speedKph) }));
  if (state?.sensors?.temperatureC != null) facts.push(say('unit.celsius', { n: number(state.sensors.temperatureC, 1) }));
  if (state?.sensors?.doorOpen != null) facts.push(`${say('asset.door')}: ${say(state.sensors.doorOpen ? 'asset.door.open' : 'asset.door.closed')}`);
  if (state?.sensors?.batteryPct != null) facts.push(`${say('asset.battery')} ${say('unit.percent', { n: number(state.sensors.batteryPct) })}`);
  if (kind === 'vehicle' && state?.lastPosition) facts.push(place(state.lastPosition));
  return (
    <li>
      <div><span class="muted small">{say(`kind.${kind}`)}</span> <button class="link name" onClick={() => go({ page: 'asset', kind, id })}>{id}</button></div>
      <div class="state">{kind === 'seal' && <SealWord state={state?.sealState ?? null} />}</div>
      <div class="small facts-line">{facts.join(' · ')}</div>
      <div class="muted small age">{state?.lastHeardAt != null ? age(state.lastHeardAt, now.value) : say('seal.unknown')}</div>
    </li>
  );
};
