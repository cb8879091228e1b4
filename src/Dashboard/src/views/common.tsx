import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { AlertStatus, Severity } from '../api/types';
import { f, notices, now } from '../state';
import { sayOr } from '../text';
import { Icon } from './Icon';

const signs: Record<Severity, string> = { critical: '◆', warning: '▲', info: '●' };

/** Told by shape and word as well as by colour. */
export const SeveritySign = ({ severity }: { severity: Severity }) => (
  <span class={`severity ${severity}`} title={f.value.say(`severity.${severity}`)}>
    <span aria-hidden="true">{signs[severity]}</span><span class="unseen">{f.value.say(`severity.${severity}`)}</span>
  </span>
);

export const StatusWord = ({ status }: { status: AlertStatus }) => <span class={`tag ${status}`}>{f.value.say(`status.${status}`)}</span>;

/** How long ago, and when exactly. */
export const Age = ({ at }: { at: string }) => (
  <time dateTime={at} title={f.value.full(at)}>{f.value.age(at, now.value)}</time>
);

export const ruleName = (rule: string): string => sayOr(f.value.say, `rule.${rule}`, rule);

/** A name and its value in a list of facts. */
export const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div class="fact"><dt>{name}</dt><dd>{children}</dd></div>
);

/** What is shown while, or instead of, content that comes from the server. */
export const Waiting = () => <p class="empty" role="status"><span class="spinner" aria-hidden="true" />{f.value.say('state.loading')}</p>;

export const Failed = ({ text, again }: { text: string; again?: () => void }) => (
  <div class="empty" role="alert">
    <p>{text}</p>
    {again && <button onClick={again}>{f.value.say('state.retry')}</button>}
  </div>
);

/** A dialog of the browser's own: it keeps the focus and closes on Escape. */
export const Dialog = ({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) => {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} onClose={onClose} aria-label={title} onClick={event => {
      if (event.target === box.current) box.current?.close();
    }}>
      <div class="dialog">
        <header><h2>{title}</h2><button class="plain sign" aria-label={f.value.say('nav.close')} onClick={() => box.current?.close()}><Icon name="close" /></button></header>
        {children}
        {/* What failed is told behind the dialog, where nobody would look for it. */}
        {notices.value.filter(n => n.kind === 'wrong').map(n => <p key={n.id} class="wrong" role="alert">{n.text}</p>)}
      </div>
    </dialog>
  );
};
