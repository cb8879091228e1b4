import type { Alert, Severity } from '../api/types';
import { noFilter, type AlertFilter, type AlertRow } from '../model/alerts';
import { assetOf } from '../model/asset';
import { translate } from '../model/messages';
import { alerts, alertsLoaded, f, filter, handle, keepAddress, may, openCounts, route } from '../state';
import { alertRows, expanded, openAlert, shownRows } from './choose';
import { closing } from './CloseDialog';
import { Age, ruleName, SeveritySign, StatusWord, Waiting } from './common';
import { cursor } from './keys';
import { UnusableList } from './Unusable';

const change = (part: Partial<AlertFilter>): void => {
  filter.value = { ...filter.value, ...part };
  shownRows.value = 100;
  keepAddress();
};

export const AlertList = () => {
  const { say } = f.value;
  const rows = alertRows();
  const { open, critical } = openCounts.value;
  const isFiltered = JSON.stringify({ ...filter.value, status: 'active' }) !== JSON.stringify(noFilter) || filter.value.status !== 'active';
  return (
    <>
      <header class="list-head">
        <h2>{say('alerts.title')}</h2>
        <span class="muted" role="status">{say('alerts.count', { open, critical })}</span>
      </header>
      <Filters isFiltered={isFiltered} />
      {!alertsLoaded.value ? <Waiting /> : rows.length === 0
        ? (
          <div class="empty">
            <p>{say(isFiltered ? 'alerts.none.filtered' : 'alerts.none')}</p>
            {isFiltered ? <button onClick={() => change(noFilter)}>{say('alerts.filter.clear')}</button> : <p class="muted small">{say('alerts.none.hint')}</p>}
          </div>
        )
        : (
          <ul class="rows" aria-label={say('alerts.title')}>
            {rows.slice(0, shownRows.value).map(row => <Row key={row.key} row={row} />)}
            {rows.length > shownRows.value && (
              <li class="more"><button onClick={() => (shownRows.value += 200)}>{say('alerts.more', { n: Math.min(200, rows.length - shownRows.value) })}</button></li>
            )}
          </ul>
        )}
      <UnusableList />
    </>
  );
};

const Filters = ({ isFiltered }: { isFiltered: boolean }) => {
  const { say } = f.value;
  const rules = [...new Set(alerts.value.map(a => a.rule).concat(filter.value.rule ?? []))].sort();
  return (
    <form class="filters" onSubmit={event => event.preventDefault()}>
      <select aria-label={say('alerts.filter.status')} value={filter.value.status} onChange={event => change({ status: event.currentTarget.value as AlertFilter['status'] })}>
        <option value="active">{say('alerts.filter.active')}</option>
        {(['open', 'acknowledged', 'cleared', 'closed'] as const).map(s => <option key={s} value={s}>{say(`status.${s}`)}</option>)}
        <option value="all">{say('alerts.filter.all')}</option>
      </select>
      <select aria-label={say('alerts.filter.severity')} value={filter.value.severity ?? ''} onChange={event => change({ severity: (event.currentTarget.value || null) as Severity | null })}>
        <option value="">{say('alerts.filter.any.severity')}</option>
        {(['critical', 'warning', 'info'] as const).map(s => <option key={s} value={s}>{say(`severity.${s}`)}</option>)}
      </select>
      <select aria-label={say('alerts.filter.rule')} value={filter.value.rule ?? ''} onChange={event => change({ rule: event.currentTarget.value || null })}>
        <option value="">{say('alerts.filter.any.rule')}</option>
        {rules.map(rule => <option key={rule} value={rule}>{ruleName(rule)}</option>)}
      </select>
      <input type="search" aria-label={say('alerts.filter.text')} placeholder={say('alerts.filter.text')} value={filter.value.text} onInput={event => change({ text: event.currentTarget.value })} />
      {isFiltered && <button type="button" class="plain" onClick={() => change(noFilter)}>{say('alerts.filter.clear')}</button>}
    </form>
  );
};

const Row = ({ row }: { row: AlertRow }) => {
  const { say } = f.value;
  const [first] = row.alerts;
  if (row.kind === 'single') return <li><AlertLine alert={first!} /></li>;
  const isOpen = expanded.value.has(row.key);
  const toggle = () => {
    const next = new Set(expanded.value);
    if (!next.delete(row.key)) next.add(row.key);
    expanded.value = next;
  };
  const open = row.alerts.filter(a => a.status === 'open');
  const trips = new Set(row.alerts.map(a => a.shipment ?? a.asset)).size;
  return (
    <li class="group">
      <div class={`group-head ${first!.severity}`}>
        <SeveritySign severity={first!.severity} />
        <div>
          <strong>{ruleName(first!.rule)}</strong> <span class="badge">{row.alerts.length}</span>
          <p class="muted small">{row.kind === 'storm' ? say('alerts.storm', { n: row.alerts.length, trips }) : say('alerts.together', { n: row.alerts.length })}</p>
        </div>
        <div class="buttons">
          {may('handleAlerts') && open.length > 0 && <button onClick={() => void handle(open.map(a => a.id), 'acknowledge', '')}>{say('alert.acknowledge.all', { n: open.length })}</button>}
          {may('handleAlerts') && first!.status !== 'closed' && <button onClick={() => (closing.value = row.alerts.map(a => a.id))}>{say('alert.close.all', { n: row.alerts.length })}</button>}
          <button aria-expanded={isOpen} onClick={toggle}>{say(isOpen ? 'alerts.shrink' : 'alerts.expand', { n: row.alerts.length })}</button>
        </div>
      </div>
      {isOpen ? row.alerts.map(a => <AlertLine key={a.id} alert={a} />) : row.kind === 'shipment' && <AlertLine alert={first!} />}
    </li>
  );
};

const AlertLine = ({ alert }: { alert: Alert }) => {
  const { say, full, place } = f.value;
  const isChosen = route.value.page === 'alerts' && route.value.alert === alert.id;
  const { id } = assetOf(alert.asset);
  return (
    <article class={`alert ${alert.severity} ${alert.status} ${isChosen ? 'chosen' : ''} ${cursor.value === alert.id ? 'cursor' : ''}`} data-alert={alert.id}>
      <button class="open" aria-current={isChosen ? 'true' : undefined} onClick={() => {
        cursor.value = alert.id;
        openAlert(alert);
      }}>
        <SeveritySign severity={alert.severity} />
        <span class="what">
          <span class="line"><strong>{ruleName(alert.rule)}</strong> <span class="name">{id}</span></span>
          <span class="line message">{translate(alert.message, f.value)}</span>
          <span class="line muted small">{alert.shipment !== null && <span class="name">{alert.shipment} · </span>}{place(alert.position)}</span>
        </span>
        <span class="when small">
          <Age at={alert.raisedAt} />
          {alert.late && <span class="tag late" title={say('alerts.late.hint', { at: full(alert.raisedAt), recorded: full(alert.recordedAt) })}>{say('alerts.late')}</span>}
          {alert.status !== 'open' && <StatusWord status={alert.status} />}
        </span>
      </button>
      {may('handleAlerts') && alert.status === 'open' && <button class="take" onClick={() => void handle([alert.id], 'acknowledge', '')}>{say('alert.acknowledge')}</button>}
    </article>
  );
};
