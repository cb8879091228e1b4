// Why a message could not be used, in the reader's language. What is not recognised is shown as it came.

import { isKey, type Key } from '../text';
import type { Formats } from './format';
import { readable } from './unusable';

const sentences: readonly [RegExp, Key][] = [
  [/^the value is empty;/, 'reason.empty'],
  [/^the value has (?<bytes>\d+) bytes; at most (?<most>\d+) are taken$/, 'reason.long'],
  [/^the value is not valid JSON \(line (?<line>\d+), byte (?<byte>\d+)\)$/, 'reason.notjson'],
  [/^the value holds text that is not valid UTF-8$/, 'reason.utf8'],
  [/^a message is one JSON object, not (?<got>.+)$/, 'reason.object'],
  [/^(?<field>\w+) is given twice$/, 'reason.twice'],
  [/^(?<field>asset|at|event) is missing[;:]/, 'reason.missing'],
  [/^(?<given>lat|lon) is given without (?<field>lat|lon)$/, 'reason.half'],
  [/^lat and lon are missing:/, 'reason.noplace'],
  [/^there is no sensor value:/, 'reason.novalue'],
  [/^asset (?<asset>\S+) is not a seal:/, 'reason.noseal'],
  [/^event "(?<event>.*)" is not one of /, 'reason.event'],
  [/^(?<field>\w+) (?<value>\S+) is outside (?<low>[-\d.]+?)\.\.(?<high>[-\d.]+)$/, 'reason.outside'],
  [/^(?<field>\w+) (?<value>\S+) is not a whole number of 64 bits$/, 'reason.whole'],
  [/^(?<field>\w+) must be (?<wanted>.+), not (?<got>.+)$/, 'reason.kind'],
  [/^at "(?<at>.*)" is not a time after RFC 3339:/, 'reason.nottime'],
  [/^at "(?<at>.*)" has no offset from UTC:/, 'reason.offset'],
  [/^at "(?<at>.*)" is no date and time of the calendar$/, 'reason.calendar'],
  [/^at "(?<at>.*)" is outside the years (?<low>\d+) to (?<high>\d+)$/, 'reason.years'],
  [/^asset "(?<asset>.*)" does not begin with /, 'reason.asset'],
  [/^\w+ id "(?<id>.*)" must be 1 to (?<most>\d+) /, 'reason.id'],
  [/^container number (?<id>\S*) fails the ISO 6346 check digit: expected (?<digit>\d)$/, 'reason.digit'],
  [/^container number (?<id>.*) must /, 'reason.container'],
  [/^operator has (?<length>\d+) characters; at most (?<most>\d+) are taken$/, 'reason.operator'],
];

/** Why a message was refused. It quotes what was sent. */
export const translateReason = (reason: string, f: Formats): string => {
  for (const [pattern, key] of sentences) {
    const match = pattern.exec(reason);
    if (match) return readable(f.say(key, Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, text]) => [name, word(text, f)]))));
  }
  return readable(reason);
};

/** Words for what JSON holds; anything else is what was sent. */
const word = (text: string, f: Formats): string => {
  const key = `json.${text}`;
  return isKey(key) ? f.say(key) : text;
};
