import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AssetState } from '../api/types';
import { ApiError } from '../api/http';
import { isActive } from '../model/alerts';
import type { AssetKind } from '../model/asset';
import { translate } from '../model/messages';
import { alertChanged, alerts, api, f, flyTo, now, phoneShows, why } from '../state';
import { sayOr } from '../text';
import { DetailHead } from './AlertDetail';
import { openAlert, openShipment } from './choose';
import { Age, Fact, Failed, ruleName, SeveritySign, StatusWord, Waiting } from './common';
import { UnusableOf } from './Unusable';

export const AssetDetail = ({ kind, id }: { kind: AssetKind; id: string }) => {
  const { say } = f.value;
  const state = useSignal<{ of: string; asset?: AssetState; wrong?: string } | null>(null);
  const name = `${kind}/${id}`;
  const read = () => {
    void api.value?.get<AssetState>(`assets/${name}`).then(
      asset => (state.value = { of: name, asset }),
      failure => {
        if (state.value?.of === name && state.value.asset) return;
        state.value = { of: name, wrong: failure instanceof ApiError && failure.status === 404 ? say('asset.never') : why(failure) };
      });
  };
  useEffect(read, [name, Math.floor(now.value / 5000), alertChanged.value]);
  const current = state.value?.of === name ? state.value : null;
  return (
    <>
      <DetailHead title={id} sub={say(`kind.${kind}`)} />
      {current === null ? <Waiting /> : current.asset ? <AssetFacts asset={current.asset} kind={kind} /> : <Failed text={current.wrong!} again={read} />}
      <UnusableOf asset={name} />
    </>
  );
};

const AssetFacts = ({ asset, kind }: { asset: AssetState; kind: AssetKind }) => {
  const { say, number, place, coordinates } = f.value;
  const own = alerts.value.filter(a => a.asset === asset.asset && isActive(a));
  const { lastPosition, sensors } = asset;
  return (
    <>
      <dl class="facts">
        <Fact name={say('alert.shipment')}>{asset.shipment === null ? say('asset.noshipment') : <button class="link" onClick={() => openShipment(asset.shipment!)}>{asset.shipment}</button>}</Fact>
        {kind === 'seal' && <Fact name={say('asset.state')}><SealWord state={asset.sealState} /></Fact>}
        {asset.lastHeardAt !== null && <Fact name={say('asset.heard')}><Age at={asset.lastHeardAt} /></Fact>}
        {lastPosition !== null && (
          <Fact name={say('asset.position')}>
            <button class="link" onClick={() => {
              phoneShows.value = 'map';
              flyTo(lastPosition);
            }}>{place(lastPosition)}<br /><span class="small">{coordinates(lastPosition)}</span></button>
          </Fact>
        )}
        {lastPosition?.speedKph != null && <Fact name={say('asset.speed')}>{say('unit.kph', { n: number(lastPosition.speedKph) })}</Fact>}
        {sensors?.temperatureC != null && <Fact name={say('asset.temperature')}>{say('unit.celsius', { n: number(sensors.temperatureC, 1) })}</Fact>}
        {sensors?.humidityPct != null && <Fact name={say('asset.humidity')}>{say('unit.percent', { n: number(sensors.humidityPct) })}</Fact>}
        {sensors?.batteryPct != null && <Fact name={say('asset.battery')}>{say('unit.percent', { n: number(sensors.batteryPct) })}</Fact>}
        {sensors?.doorOpen != null && <Fact name={say('asset.door')}>{say(sensors.doorOpen ? 'asset.door.open' : 'asset.door.closed')}</Fact>}
        {sensors?.shockG != null && <Fact name={say('asset.shock')}>{say('unit.g', { n: number(sensors.shockG, 2) })}</Fact>}
        {sensors?.lightLux != null && <Fact name={say('asset.light')}>{say('unit.lux', { n: number(sensors.lightLux) })}</Fact>}
        <Fact name={say('asset.readings')}>{number(asset.readings)}{asset.duplicates > 0 && <span class="muted"> ({say('asset.duplicates', { n: number(asset.duplicates) })})</span>}</Fact>
      </dl>
      {own.length > 0 && (
        <ul class="rows flat">
          {own.map(a => (
            <li key={a.id}><button class="open" onClick={() => openAlert(a)}>
              <SeveritySign severity={a.severity} /><span class="what"><strong>{ruleName(a.rule)}</strong><span class="line message">{translate(a.message, f.value)}</span></span><StatusWord status={a.status} />
            </button></li>
          ))}
        </ul>
      )}
    </>
  );
};

/** A seal's condition; what is not as it should be stands out. */
export const SealWord = ({ state }: { state: string | null }) => (
  <span class={`tag seal-${state ?? 'unknown'}`}>{sayOr(f.value.say, `seal.${state ?? 'unknown'}`, state ?? '')}</span>
);
