// The server's sentences about alerts, in the reader's language. What is not recognised is shown as it came.

import type { Formats } from './format';

const length = (text: string, f: Formats): string => {
  const [, number, unit] = /^([\d.]+) (m|km)$/.exec(text) ?? [];
  return number === undefined ? text : f.length(Number(number) * (unit === 'km' ? 1000 : 1));
};

const span = (text: string, f: Formats): string => {
  const [, number, unit] = /^(\d+) (s|min)$/.exec(text) ?? [];
  return number === undefined ? text : f.span(Number(number) * (unit === 'min' ? 60_000 : 1000));
};

const patterns: readonly [RegExp, (parts: string[], f: Formats) => string][] = [
  [/^Left the corridor: (.+) from the route, tolerance (.+)$/i, ([d, t], f) => f.say('message.corridor', { distance: length(d!, f), tolerance: length(t!, f) })],
  [/^Back in the corridor: (.+) from the route$/i, ([d], f) => f.say('message.corridor.back', { distance: length(d!, f) })],
  [/^([\d.]+ k?m) from the route$/i, ([d], f) => f.say('message.fromroute', { distance: length(d!, f) })],
  [/^Entered the prohibited zone (.+)$/i, ([zone], f) => f.say('message.zone', { zone: zone! })],
  [/^In (.+), (.+) from its edge$/i, ([zone, d], f) => f.say('message.zone.in', { zone: zone!, distance: length(d!, f) })],
  [/^Clear of the zone$/i, (_, f) => f.say('message.zone.clear')],
  [/^Left the prohibited zone$/i, (_, f) => f.say('message.zone.left')],
  [/^Stopped for (\d+ \w+) .+$/i, ([t], f) => f.say('message.stop', { time: span(t!, f) })],
  [/^Came to a stop$/i, (_, f) => f.say('message.stop.came')],
  [/^Still there$/i, (_, f) => f.say('message.stop.still')],
  [/^Moved on$/i, (_, f) => f.say('message.stop.on')],
  [/^Heard again$/i, (_, f) => f.say('message.heard')],
  [/^Nothing heard for (.+)$/i, ([t], f) => f.say('message.silent', { time: span(t!, f) })],
  [/^Nothing heard since departure$/i, (_, f) => f.say('message.silent.since')],
  [/^Last heard of$/i, (_, f) => f.say('message.silent.last')],
  [/^(.+), then (seal .+)$/i, ([first, second], f) => f.say('message.then', { first: translate(first!, f), second: lower(translate(second!, f)) })],
  [/^(seal .+), place not told$/i, ([what], f) => `${translate(what!, f)}, ${f.say('message.noplace')}`],
  [/^(seal .+) by (.+)$/i, ([what, who], f) => `${translate(what!, f)} ${f.say('message.by', { who: who! })}`],
  [/^seal tampered with$/i, (_, f) => f.say('message.seal.tampered')],
  [/^seal cut$/i, (_, f) => f.say('message.seal.cut')],
  [/^seal opened without authorisation$/i, (_, f) => f.say('message.seal.opened')],
  [/^seal unlocked without authorisation$/i, (_, f) => f.say('message.seal.unlocked')],
  [/^position \(0,0\): the receiver has no fix$/i, (_, f) => f.say('message.nullisland')],
  [/^jumped ([\d.]+) km in ([\d.]+) s$/i, ([km, s], f) => f.say('message.jumped', { km: f.number(Number(km), 1), s: f.number(Number(s), 1) })],
  [/^Device clock is (\d+) min ahead: its readings.*$/i, ([min], f) => f.say('message.clock', { min: f.number(Number(min)) })],
  [/^Device clock is (\d+) min ahead: its messages.*$/i, ([min], f) => f.say('message.clock.messages', { min: f.number(Number(min)) })],
  [/^Device clock is right again$/i, (_, f) => f.say('message.clock.right')],
  [/^positions can be believed again$/i, (_, f) => f.say('message.believed')],
  [/^Taken back: .*$/i, (_, f) => f.say('message.takenback')],
  [/^received at (\S+Z)$/i, ([at], f) => f.say('message.received', { at: f.full(at!) })],
];

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A sentence of the server. */
export const translate = (message: string, f: Formats): string => {
  for (const [pattern, write] of patterns) {
    const match = pattern.exec(message);
    if (match) return write(match.slice(1), f);
  }
  return message;
};
