import { useSignal } from '@preact/signals';
import type { Reading } from '../api/types';
import { assetOf } from '../model/asset';
import { pieces, series, thin, ticks, timeTicks, type Sample } from '../model/series';
import { lifeOf, type ShipmentFile } from '../shipment';
import { alerts, f, now } from '../state';
import type { Key } from '../text';

interface Kind { name: Key; unit: Key; digits: number; value: (reading: Reading) => number | undefined; gapMs: number }

const kinds: readonly Kind[] = [
  { name: 'asset.speed', unit: 'unit.kph', digits: 0, value: r => r.speedKph, gapMs: 5 * 60_000 },
  { name: 'asset.temperature', unit: 'unit.celsius', digits: 1, value: r => r.temperatureC, gapMs: 20 * 60_000 },
  { name: 'asset.battery', unit: 'unit.percent', digits: 0, value: r => r.batteryPct, gapMs: 60 * 60_000 },
];

export const Charts = ({ open }: { open: ShipmentFile }) => {
  const { say } = f.value;
  const all = kinds.flatMap(kind => [...open.readings].flatMap(([asset, readings]) => {
    const samples = series(readings, kind.value);
    return samples.length > 1 ? [{ kind, asset, samples }] : [];
  }));
  const life = lifeOf(open.shipment);
  const from = Math.min(life.from, ...all.map(c => c.samples[0]!.at));
  const marks = alerts.value.filter(a => a.shipment === open.shipment.id).map(a => Date.parse(a.raisedAt));
  return all.length === 0 ? <p class="empty">{say('charts.none')}</p> : (
    <>{all.map(({ kind, asset, samples }) => <Chart key={`${kind.name} ${asset}`} kind={kind} asset={asset} samples={samples} from={from} to={life.to} marks={marks} />)}</>
  );
};

const width = 380;
const height = 130;
const left = 38;
const bottom = 20;
const top = 6;

const Chart = ({ kind, asset, samples, from, to, marks }: { kind: Kind; asset: string; samples: Sample[]; from: number; to: number; marks: number[] }) => {
  const { say, number, time } = f.value;
  const pointed = useSignal<Sample | null>(null);
  const values = samples.map(s => s.value);
  const isFromZero = kind.name !== 'asset.temperature';
  const low = isFromZero ? 0 : Math.min(...values) - 0.5;
  const high = Math.max(...values) * (isFromZero ? 1.08 : 1) + 0.5;
  const x = (at: number) => left + ((at - from) / (to - from || 1)) * (width - left - 4);
  const y = (value: number) => top + (1 - (value - low) / (high - low)) * (height - top - bottom);
  const line = pieces(thin(samples, 250), kind.gapMs).map(p => (p.length === 1 ? [p[0]!, p[0]!] : p).map((s, i) => `${i === 0 ? 'M' : 'L'}${x(s.at).toFixed(1)} ${y(s.value).toFixed(1)}`).join('')).join('');
  const write = (value: number) => say(kind.unit, { n: number(value, kind.digits) });
  const last = samples[samples.length - 1]!;
  const isShort = to - from < 5 * 60_000;
  const times = timeTicks(from, to, isShort ? 4 : 5);
  const title = `${say(kind.name)} · ${say(`kind.${assetOf(asset).kind}`)} ${assetOf(asset).id}`;
  const point = (event: PointerEvent) => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    const at = from + (((event.clientX - box.left) / box.width) * width - left) / (width - left - 4) * (to - from);
    pointed.value = samples.reduce((best, s) => (Math.abs(s.at - at) < Math.abs(best.at - at) ? s : best));
  };
  const shown = pointed.value;
  return (
    <figure class="chart">
      <figcaption>
        <span>{title}</span>
        <span class="number">{shown ? `${time(shown.at, now.value)}  ${write(shown.value)}` : write(last.value)}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say('charts.label', { title, low: write(Math.min(...values)), high: write(Math.max(...values)), last: write(last.value) })}
        onPointerMove={point} onPointerLeave={() => (pointed.value = null)}
      >
        {ticks(low, high, 4).map(v => <g key={v}><line class="grid" x1={left} x2={width - 4} y1={y(v)} y2={y(v)} /><text x={left - 5} y={y(v) + 3.5} text-anchor="end">{number(v, kind.digits)}</text></g>)}
        {times.map(t => <text key={t} x={x(t)} y={height - 5} text-anchor="middle">{time(t, t).slice(0, isShort ? 8 : 5)}</text>)}
        {marks.filter(m => m >= from && m <= to).map(m => <line key={m} class="alarm" x1={x(m)} x2={x(m)} y1={top} y2={height - bottom} />)}
        <path class="curve" d={line} />
        {shown && <><line class="pointed" x1={x(shown.at)} x2={x(shown.at)} y1={top} y2={height - bottom} /><circle class="pointed" cx={x(shown.at)} cy={y(shown.value)} r="3.5" /></>}
      </svg>
    </figure>
  );
};
