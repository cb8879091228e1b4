// Messages that could not be used: beside the alerts by who sent them, and in a device's own panel one by one.

import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { assetOf } from '../model/asset';
import { translateReason } from '../model/reasons';
import { lately, readable, type Sender, type Unusable } from '../model/unusable';
import { f, go, isUnusableShown, now, route, setUnusableShown } from '../state';
import { useUnusable } from '../unusable';
import { DetailHead } from './AlertDetail';
import { flyToAsset } from './choose';
import { Age, Fact } from './common';

const open = (asset: string | null): void => {
  if (asset === null) go({ page: 'unknown' });
  else {
    go({ page: 'asset', ...assetOf(asset) });
    void flyToAsset(asset, 11);
  }
};

/** Who sent unusable messages lately, below the alerts; nothing while nobody did. */
export const UnusableList = () => {
  const { say } = f.value;
  const place = useRef<HTMLElement>(null);
  const told = useUnusable(null, place).value;
  const senders = told === null ? [] : lately(told.senders, now.value);
  const isShown = isUnusableShown.value;
  return (
    <section ref={place} class="unusable" aria-label={say('unusable.title')}>
      {senders.length > 0 && (
        <>
          <h3>
            <button class="plain" aria-expanded={isShown} onClick={() => setUnusableShown(!isShown)}>
              <span class="turn" aria-hidden="true">{isShown ? '▾' : '▸'}</span>{say('unusable.title')} <span class="muted small">{say(told!.isAll ? 'unusable.senders' : 'unusable.senders.more', { n: senders.length })}</span>
            </button>
          </h3>
          {isShown && <ul>{senders.map(s => <li key={s.asset}><Row sender={s} /></li>)}</ul>}
        </>
      )}
    </section>
  );
};

const Row = ({ sender: { asset, count, lastAt, recent: [last] } }: { sender: Sender }) => {
  const { say, number } = f.value;
  const at = route.value;
  const isChosen = asset === null ? at.page === 'unknown' : at.page === 'asset' && `${at.kind}/${at.id}` === asset;
  return (
    <button class={`open ${isChosen ? 'chosen' : ''}`} aria-current={isChosen ? 'true' : undefined} data-sender={asset ?? ''} onClick={() => open(asset)}>
      <span class="what">
        <span class="line"><Name asset={asset} /></span>
        {last && <span class="line muted small">{translateReason(last.reason, f.value)}</span>}
      </span>
      <span class="when small"><Age at={lastAt} /><span>{say('unusable.count', { n: number(count) })}</span></span>
    </button>
  );
};

const Name = ({ asset }: { asset: string | null }) => {
  const { say } = f.value;
  if (asset === null) return <em>{say('unusable.unknown')}</em>;
  const { kind, id } = assetOf(asset);
  return <><strong class="name">{id}</strong> <span class="muted small">{say(`kind.${kind}`)}</span></>;
};

/** A device's unusable messages; nothing where there are none. */
export const UnusableOf = ({ asset }: { asset: string }) => {
  const place = useRef<HTMLElement>(null);
  const told = useUnusable(asset, place).value;
  return <Messages sender={told?.asset === asset ? told.senders.find(s => s.asset === asset) : undefined} place={place} />;
};

/** The unusable messages of which nobody knows who sent them. */
export const UnknownSender = () => {
  const { say } = f.value;
  const place = useRef<HTMLElement>(null);
  const told = useUnusable(null, place).value;
  const sender = told?.senders.find(s => s.asset === null);
  return (
    <>
      <DetailHead title={say('unusable.unknown')} sub={say('unusable.unknown.hint')} />
      {told !== null && sender === undefined && <p class="empty">{say('unusable.none')}</p>}
      <Messages sender={sender} place={place} />
    </>
  );
};

const Messages = ({ sender, place }: { sender: Sender | undefined; place: RefObject<HTMLElement | null> }) => {
  const { say, full, number } = f.value;
  return (
    <section ref={place} class="letters">
      {sender && (
        <>
          <h3>{say('unusable.title')}</h3>
          <dl class="facts">
            <Fact name={say('unusable.many')}>{number(sender.count)}</Fact>
            <Fact name={say('unusable.since')}>{full(sender.firstAt)}</Fact>
            <Fact name={say('unusable.last')}><Age at={sender.lastAt} /></Fact>
          </dl>
          <ol aria-label={say('unusable.newest')}>{sender.recent.map(m => <Message key={`${m.topic}/${m.partition}/${m.offset}`} message={m} />)}</ol>
        </>
      )}
    </section>
  );
};

// So much of a message is shown at first.
const mostCharacters = 300;
const mostLines = 6;

const Message = ({ message: { receivedAt, topic, partition, offset, reason, message } }: { message: Unusable }) => {
  const { say, full } = f.value;
  const isWhole = useSignal(false);
  const text = readable(message);
  const beginning = text.split('\n', mostLines).join('\n').slice(0, mostCharacters);
  const isCut = !isWhole.value && beginning !== text;
  return (
    <li>
      <p class="muted small"><time dateTime={receivedAt}>{full(receivedAt)}</time> <span title={`${topic}, ${partition}, ${offset}`}>{topic}</span></p>
      <p>{translateReason(reason, f.value)}</p>
      {text === '' ? <p class="muted small">{say('unusable.empty')}</p> : <code class="raw" dir="ltr">{isCut ? `${beginning} …` : text}</code>}
      {isCut && <button class="link small" onClick={() => (isWhole.value = true)}>{say('unusable.whole')}</button>}
    </li>
  );
};
