using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ShipmentTracker.Contracts.Assets;
using static ShipmentTracker.Domain.Assets.Sample;

namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// A sample in about fifteen bytes: by what it differs from the one before it. Exact for every value there is, and short for values with few decimals, as
/// devices send them. Only ever read by the process that wrote it.
/// </summary>
/// <remarks>
/// The head: a byte of kind, unit of time, sort of number and what is rare; then three bits for each value, in two bytes or, for sensors, three. After it comes
/// what the head announces, in the order of <see cref="Write"/>.
/// </remarks>
static class SampleCodec
{
    const int Position = 0, Seal = 1, Sensor = 2, KindMask = 3;
    const int Milliseconds = 1 << 2, Ticks = 2 << 2, UnitMask = 3 << 2;
    const int NextNumber = 1 << 4, AnyNumber = 2 << 4, NumberMask = 3 << 4;
    const int Marked = 1 << 6;
    const int Operated = 1 << 7;

    const uint DoorKnown = 1 << 21, DoorOpen = 1 << 22;

    // Whole multiples of these are short: degrees of six and seven decimals, anything else of one and three.
    const double Micro = 1e6, TenthMicro = 1e7, Tenth = 10, Milli = 1000;

    /// <summary>No sample takes more, in bytes.</summary>
    public static int MaxLength(Sample sample) => 128 + (sample is SealSample { Operator: { } name } ? name.Length * sizeof(char) : 0);

    /// <summary>Writes a sample that follows another, or none; tells how many bytes it took.</summary>
    public static int Write(Sample sample, Sample? before, Span<byte> to)
    {
        var headLength = sample is SensorSample ? 4 : 3;
        var bytes = new Writer(to) { Length = headLength };
        var head = bytes.Time(sample.Ticks - (before?.Ticks ?? 0));
        bytes.Signed(sample.DelayMs - (before?.DelayMs ?? 0));
        if ((sample.Has & Parts.Seq) != 0)
        {
            var more = sample.Number - (before?.Number ?? 0);
            head |= more == 1 ? NextNumber : AnyNumber;
            if (more != 1)
                bytes.Signed(more);
        }

        if (sample.Mark != SampleMark.None)
        {
            head |= Marked;
            bytes.Byte((byte)sample.Mark);
        }

        bytes.Value(sample.Has & Parts.Lat, sample.LatDeg, before?.LatDeg ?? 0, Micro, TenthMicro);
        bytes.Value(sample.Has & Parts.Lon, sample.LonDeg, before?.LonDeg ?? 0, Micro, TenthMicro);
        switch (sample)
        {
            case PositionSample p:
                var fix = before as PositionSample;
                bytes.Value(p.Has & Parts.First, p.Speed, fix?.Speed ?? 0, Tenth, Milli);
                bytes.Value(p.Has & Parts.Second, p.Heading, fix?.Heading ?? 0, Tenth, Milli);
                bytes.Value(p.Has & Parts.Third, p.Accuracy, fix?.Accuracy ?? 0, Tenth, Milli);
                break;
            case SealSample s:
                head |= Seal;
                bytes.Value(s.Has & Parts.First, s.Battery, (before as SealSample)?.Battery ?? 0, Tenth, Milli);
                bytes.Signed((int)s.Event);
                if (s.Operator is { } name)
                {
                    head |= Operated;
                    bytes.Text(name);
                }

                break;
            case SensorSample x:
                head |= Sensor;
                var known = before as SensorSample;
                bytes.Value(x.Has & Parts.First, x.Temperature, known?.Temperature ?? 0, Tenth, Milli);
                bytes.Value(x.Has & Parts.Second, x.Humidity, known?.Humidity ?? 0, Tenth, Milli);
                bytes.Value(x.Has & Parts.Third, x.Shock, known?.Shock ?? 0, Tenth, Milli);
                bytes.Value(x.Has & Parts.Fourth, x.Light, known?.Light ?? 0, Tenth, Milli);
                bytes.Value(x.Has & Parts.Fifth, x.Battery, known?.Battery ?? 0, Tenth, Milli);
                bytes.Codes |= (x.Has & Parts.Door) != 0 ? DoorKnown : 0;
                bytes.Codes |= (x.Has & Parts.DoorOpen) != 0 ? DoorOpen : 0;
                to[3] = (byte)(bytes.Codes >> 16);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(sample), sample.GetType().Name, "a kind of sample nobody knows");
        }

        to[0] = (byte)head;
        BinaryPrimitives.WriteUInt16LittleEndian(to[1..], (ushort)bytes.Codes);
        return bytes.Length;
    }

    /// <summary>Reads the sample that follows another, or none; <paramref name="at"/> moves behind it.</summary>
    public static Sample Read(ReadOnlySpan<byte> from, ref int at, Sample? before)
    {
        int head = from[at];
        var kind = head & KindMask;
        var bytes = new Reader(from) { At = at + (kind == Sensor ? 4 : 3), Codes = BinaryPrimitives.ReadUInt16LittleEndian(from[(at + 1)..]) };
        if (kind == Sensor)
            bytes.Codes |= (uint)from[at + 3] << 16;
        var codes = bytes.Codes;
        var time = new DateTimeOffset((before?.Ticks ?? 0) + bytes.Time(head & UnitMask), TimeSpan.Zero);
        var delayMs = (before?.DelayMs ?? 0) + bytes.Signed();
        long? seq = (head & NumberMask) switch
        {
            NextNumber => (before?.Number ?? 0) + 1,
            AnyNumber => (before?.Number ?? 0) + bytes.Signed(),
            _ => null,
        };
        var mark = (head & Marked) != 0 ? (SampleMark)bytes.Byte() : SampleMark.None;
        var lat = bytes.Value(before?.LatDeg ?? 0, Micro, TenthMicro);
        var lon = bytes.Value(before?.LonDeg ?? 0, Micro, TenthMicro);
        Sample sample;
        switch (kind)
        {
            case Position:
                var fix = before as PositionSample;
                sample = new PositionSample
                {
                    At = time,
                    DelayMs = delayMs,
                    Seq = seq,
                    Mark = mark,
                    Lat = lat,
                    Lon = lon,
                    SpeedKph = bytes.Value(fix?.Speed ?? 0, Tenth, Milli),
                    HeadingDeg = bytes.Value(fix?.Heading ?? 0, Tenth, Milli),
                    AccuracyM = bytes.Value(fix?.Accuracy ?? 0, Tenth, Milli),
                };
                break;
            case Seal:
                sample = new SealSample
                {
                    At = time,
                    DelayMs = delayMs,
                    Seq = seq,
                    Mark = mark,
                    Lat = lat,
                    Lon = lon,
                    BatteryPct = bytes.Value((before as SealSample)?.Battery ?? 0, Tenth, Milli),
                    Event = (SealEvent)bytes.Signed(),
                    Operator = (head & Operated) != 0 ? bytes.Text() : null,
                };
                break;
            default:
                var known = before as SensorSample;
                sample = new SensorSample
                {
                    At = time,
                    DelayMs = delayMs,
                    Seq = seq,
                    Mark = mark,
                    Lat = lat,
                    Lon = lon,
                    TemperatureC = bytes.Value(known?.Temperature ?? 0, Tenth, Milli),
                    HumidityPct = bytes.Value(known?.Humidity ?? 0, Tenth, Milli),
                    ShockG = bytes.Value(known?.Shock ?? 0, Tenth, Milli),
                    LightLux = bytes.Value(known?.Light ?? 0, Tenth, Milli),
                    BatteryPct = bytes.Value(known?.Battery ?? 0, Tenth, Milli),
                    DoorOpen = (codes & DoorKnown) != 0 ? (codes & DoorOpen) != 0 : null,
                };
                break;
        }

        at = bytes.At;
        return sample;
    }

    /// <summary>How a value is written.</summary>
    enum Code : uint
    {
        Missing,
        Same,
        Coarse,
        Fine,
        SixBytes,
        EightBytes,
    }

    const int CodeBits = 3;
    const uint CodeMask = 7;

    // Beyond this a double holds no exact whole number, nor room for the difference of two.
    const double MaxUnits = 1L << 53;

    static long UnitsOf(double value, double perUnit) => Math.Abs(value * perUnit) < MaxUnits ? (long)Math.Round(value * perUnit) : 0;

    ref struct Writer(Span<byte> to)
    {
        readonly Span<byte> to = to;
        int shift;

        public int Length;
        public uint Codes;

        public int Time(long ticks)
        {
            if (ticks % TimeSpan.TicksPerSecond == 0)
            {
                Unsigned((ulong)(ticks / TimeSpan.TicksPerSecond));
                return 0;
            }

            var (unit, count) = ticks % TimeSpan.TicksPerMillisecond == 0 ? (Milliseconds, ticks / TimeSpan.TicksPerMillisecond) : (Ticks, ticks);
            Unsigned((ulong)count);
            return unit;
        }

        public void Value(Parts has, double value, double before, double coarse, double fine)
        {
            var code = has == Parts.None ? Code.Missing : Written(value, before, coarse, fine);
            Codes |= (uint)code << shift;
            shift += CodeBits;
        }

        Code Written(double value, double before, double coarse, double fine)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            var difference = bits ^ BitConverter.DoubleToInt64Bits(before);
            if (difference == 0)
                return Code.Same;
            if (TryUnits(bits, value, before, coarse))
                return Code.Coarse;
            if (TryUnits(bits, value, before, fine))
                return Code.Fine;
            BinaryPrimitives.WriteInt64LittleEndian(to[Length..], difference);
            var isShort = (ulong)difference >> 48 == 0;
            Length += isShort ? 6 : 8;
            return isShort ? Code.SixBytes : Code.EightBytes;
        }

        bool TryUnits(long bits, double value, double before, double perUnit)
        {
            var units = UnitsOf(value, perUnit);
            if (BitConverter.DoubleToInt64Bits(units / perUnit) != bits)
                return false;
            Signed(units - UnitsOf(before, perUnit));
            return true;
        }

        public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

        public void Byte(byte value) => to[Length++] = value;

        public void Text(string text)
        {
            Unsigned((ulong)text.Length);
            MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(to[Length..]);
            Length += text.Length * sizeof(char);
        }

        void Unsigned(ulong value)
        {
            while (value >= 0x80)
            {
                Byte((byte)(value | 0x80));
                value >>= 7;
            }

            Byte((byte)value);
        }
    }

    ref struct Reader(ReadOnlySpan<byte> from)
    {
        readonly ReadOnlySpan<byte> from = from;

        public int At;
        public uint Codes;

        public long Time(int unit)
        {
            var count = (long)Unsigned();
            return unit switch
            {
                Ticks => count,
                Milliseconds => count * TimeSpan.TicksPerMillisecond,
                _ => count * TimeSpan.TicksPerSecond,
            };
        }

        public double? Value(double before, double coarse, double fine)
        {
            var code = (Code)(Codes & CodeMask);
            Codes >>= CodeBits;
            return code switch
            {
                Code.Missing => null,
                Code.Same => before,
                Code.Coarse => (UnitsOf(before, coarse) + Signed()) / coarse,
                Code.Fine => (UnitsOf(before, fine) + Signed()) / fine,
                _ => Bits(before, code == Code.SixBytes ? 6 : 8),
            };
        }

        double Bits(double before, int length)
        {
            long difference = 0;
            for (var i = 0; i < length; i++)
                difference |= (long)Byte() << (8 * i);
            return BitConverter.Int64BitsToDouble(difference ^ BitConverter.DoubleToInt64Bits(before));
        }

        public long Signed()
        {
            var value = Unsigned();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        public byte Byte() => from[At++];

        public string Text()
        {
            var length = (int)Unsigned();
            var text = new string(MemoryMarshal.Cast<byte, char>(from.Slice(At, length * sizeof(char))));
            At += length * sizeof(char);
            return text;
        }

        ulong Unsigned()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var b = Byte();
                value |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80)
                    return value;
            }
        }
    }
}
