import { useEffect } from 'preact/hooks';
import { isActive } from '../model/alerts';
import { localTime } from '../model/format';
import { paces } from '../model/replay';
import { clock, goTo, keepMoment, known, playOrPause, setKnown, setPace, setRange } from '../replay';
import { file } from '../shipment';
import { alerts, f, go, now, route, tell } from '../state';
import { Icon } from './Icon';
import { replayKeys } from './keys';

export const ReplayBar = () => {
  const { say, full, time } = f.value;
  const c = clock.value;
  const at = route.value;
  const id = at.page === 'replay' ? at.id : '';
  useEffect(() => {
    replayKeys.value = {
      toggle: playOrPause,
      step: seconds => {
        if (clock.value !== null) goTo(clock.value.at + seconds * 1000);
        keepMoment();
      },
    };
    return () => (replayKeys.value = null);
  }, []);
  const leave = <button onClick={() => go({ page: 'shipment', id, tab: 'overview' })}>{say('replay.leave')}</button>;
  if (c === null) {
    const open = file.value;
    return <div class="replay"><p>{say(open !== null && open.shipment.departedAt === null && open.hasHistory ? 'replay.nothing' : 'state.loading')}</p>{leave}</div>;
  }
  const marks = alerts.value.filter(a => a.shipment === id).map(a => ({ id: a.id, at: Date.parse(a.raisedAt), severity: a.severity, isActive: isActive(a) })).filter(m => m.at >= c.from && m.at <= c.to);
  const share = (moment: number) => ((moment - c.from) / (c.to - c.from || 1)) * 100;
  return (
    <div class="replay" role="group" aria-label={say('replay.title')}>
      <p class="replay-banner"><strong>{say('replay.banner', { id })}</strong>{leave}</p>
      <div class="line-up">
        <button class="primary sign" aria-label={say(c.isPlaying ? 'replay.pause' : 'replay.play')} title={`${say(c.isPlaying ? 'replay.pause' : 'replay.play')} (P)`} onClick={playOrPause}><Icon name={c.isPlaying ? 'pause' : 'play'} /></button>
        <div class="slider">
          <div class="ticks" aria-hidden="true">{marks.map(m => <span key={m.id} class={m.severity} style={{ left: `${share(m.at)}%` }} />)}</div>
          <input
            type="range" min={c.from} max={c.to} step={1000} value={c.at} aria-label={say('replay.moment')} aria-valuetext={full(c.at)}
            onInput={event => goTo(Number(event.currentTarget.value))} onChange={keepMoment}
          />
          <div class="ends small muted" aria-hidden="true"><span>{time(c.from, now.value)}</span><span>{time(c.to, now.value)}</span></div>
        </div>
      </div>
      <div class="line-up wrap">
        <time class="moment" dateTime={new Date(c.at).toISOString()}>{full(c.at)}</time>
        <select aria-label={say('replay.pace')} value={c.pace} onChange={event => setPace(Number(event.currentTarget.value))}>{paces.map(p => <option key={p} value={p}>{p}×</option>)}</select>
        <div class="choice" role="group" aria-label={say('replay.known')} title={say('replay.known.hint')}>
          {(['then', 'now'] as const).map(k => <button key={k} class="plain" aria-pressed={known.value === k} onClick={() => setKnown(k)}>{say(`replay.known.${k}`)}</button>)}
        </div>
        <button class="plain" onClick={() => {
          keepMoment();
          void navigator.clipboard?.writeText(location.href).then(() => tell(say('replay.shared')), () => tell(location.href));
        }}><Icon name="link" /> {say('replay.share')}</button>
        <span class="range small">
          <label>{say('replay.from')} <input type="datetime-local" value={localTime(c.from)} onChange={event => setRange(Date.parse(event.currentTarget.value), c.to)} /></label>
          <label>{say('replay.to')} <input type="datetime-local" value={localTime(c.to)} onChange={event => setRange(c.from, Date.parse(event.currentTarget.value))} /></label>
        </span>
      </div>
    </div>
  );
};
