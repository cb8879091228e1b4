import { describe, expect, it } from 'vitest';
import type { DeadLetterSource } from '../src/api/types';
import { formats } from '../src/model/format';
import { translateReason } from '../src/model/reasons';
import { lately, latelyMs, readable, senders } from '../src/model/unusable';
import { at } from './samples';

const source = (part: Partial<DeadLetterSource>): DeadLetterSource => ({
  asset: 'vehicle/29H81234', topic: 'tracking.positions', partition: 0, count: 1, firstAt: at(0), lastAt: at(0), recent: [], ...part,
});
const letter = (minute: number, offset: number) => ({ offset, receivedAt: at(minute), reason: 'the value is empty', message: '' });

describe('who sends unusable messages', () => {
  it('is one sender whatever topics and partitions it sends to', () => {
    const [sender, ...others] = senders([
      source({ count: 30, firstAt: at(2), lastAt: at(9), recent: [letter(9, 7), letter(3, 6)] }),
      source({ topic: 'tracking.seals', partition: 3, count: 2, firstAt: at(1), lastAt: at(5), recent: [letter(5, 70)] }),
    ]);
    expect(others).toEqual([]);
    expect(sender).toMatchObject({ asset: 'vehicle/29H81234', count: 32, firstAt: at(1), lastAt: at(9) });
    expect(sender!.recent.map(m => [m.topic, m.partition, m.offset])).toEqual([['tracking.positions', 0, 7], ['tracking.seals', 3, 70], ['tracking.positions', 0, 6]]);
  });

  it('comes first when it was heard from last, known or not', () => {
    const all = senders([source({ lastAt: at(1) }), source({ asset: null, lastAt: at(3) }), source({ asset: 'seal/VN1', lastAt: at(2) })]);
    expect(all.map(s => s.asset)).toEqual([null, 'seal/VN1', 'vehicle/29H81234']);
  });

  it('is left out a day after its last one', () => {
    const all = senders([source({ lastAt: at(0) }), source({ asset: null, lastAt: at(1) })]);
    expect(lately(all, Date.parse(at(0)) + latelyMs)).toHaveLength(2);
    expect(lately(all, Date.parse(at(0)) + latelyMs + 1).map(s => s.asset)).toEqual([null]);
  });
});

describe('what they hold', () => {
  it('is written out where it is not seen or turns the text around', () => {
    expect(readable('<b>a</b>\n\t\u0000\u202Ecut\u2028\u200B\uFEFFđã\u{E0041}')).toBe('<b>a</b>\n\t⟨U+0000⟩⟨U+202E⟩cut⟨U+2028⟩⟨U+200B⟩⟨U+FEFF⟩đã⟨U+E0041⟩');
  });
});

describe('why they cannot be used', () => {
  const vietnamese = formats('vi');
  it.each([
    ['the value is empty; a message is one JSON object', 'Bản tin rỗng'],
    ['the value is not valid JSON (line 1, byte 31)', 'JSON không hợp lệ (dòng 1, byte 31)'],
    ['a message is one JSON object, not an array', 'Bản tin phải là một đối tượng JSON, không phải mảng'],
    ['lat 123 is outside -90..90', 'lat 123 nằm ngoài khoảng -90 đến 90'],
    ['temperatureC -300 is outside -273.15..1000', 'temperatureC -300 nằm ngoài khoảng -273.15 đến 1000'],
    ['lat must be a number, not a string', 'lat phải là số, không phải chuỗi ký tự'],
    ['at is missing: the device\'s time after RFC 3339, like 2026-11-22T08:15:30Z', 'Thiếu at'],
    ['lat is given without lon', 'Có lat nhưng thiếu lon'],
    ['event "exploded" is not one of sealed, opened, unlocked, tampered, cut, heartbeat, lowBattery, faulty', '“exploded” không phải là sự kiện niêm phong'],
    ['asset "drone/X1" does not begin with vehicle/, container/ or seal/', 'asset “drone/X1” không phải xe, container hay niêm phong'],
    ['container number MSKU9070324 fails the ISO 6346 check digit: expected 3', 'Số container MSKU9070324 sai chữ số kiểm tra, đúng là 3'],
    ['at "yesterday" is not a time after RFC 3339: write it like 2026-11-22T08:15:30Z', 'at “yesterday” không phải thời điểm theo RFC 3339'],
    ['event "{got} $1\u202E" is not one of sealed', '“{got} $1⟨U+202E⟩” không phải là sự kiện niêm phong'],
    ['something nobody has said \u202Ebefore', 'something nobody has said ⟨U+202E⟩before'],
  ])('%s', (reason, words) => expect(translateReason(reason, vietnamese)).toBe(words));
});
