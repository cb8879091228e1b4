using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ShipmentTracker.Domain.Assets;

/// <summary>
/// Readings in a row, oldest first. Immutable. Those that came in order are packed, each as what differs from the one before it, and one more is written behind
/// them where it is; one that goes between others unpacks them, until they are cut.
/// </summary>
[JsonConverter(typeof(SampleWindowConverter))]
public readonly struct SampleWindow : IReadOnlyList<Sample>, IEquatable<SampleWindow>
{
    // Packed, the buffer begins with how far it is written: whoever ends there owns the rest of it.
    const int Start = sizeof(int);
    const int FirstBuffer = 64;

    // A byte[] when they are packed, a Sample[] when they are not, null when there are none.
    readonly object? store;
    readonly Sample? newest;
    readonly int end;

    SampleWindow(byte[] buffer, int end, Sample newest, int count, int moment)
    {
        store = buffer;
        this.end = end;
        this.newest = newest;
        Length = count;
        OfNewestMoment = moment;
    }

    SampleWindow(Sample[] loose)
    {
        store = loose;
        newest = loose[^1];
        Length = loose.Length;
        OfNewestMoment = 1;
        while (OfNewestMoment < Length && loose[Length - 1 - OfNewestMoment].Ticks == newest.Ticks)
            OfNewestMoment++;
    }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    int IReadOnlyCollection<Sample>.Count => Length;

    public bool IsEmpty => Length == 0;

    /// <summary>The last of them; null when there are none.</summary>
    public Sample? Newest => newest;

    /// <summary>How many have the device time of the newest.</summary>
    public int OfNewestMoment { get; }

    /// <summary>How many bytes they are packed in; 0 when they are not.</summary>
    public int Packed => store is byte[]? end - Start : 0;

    /// <summary>One of them. Packed ones are looked at faster in a row.</summary>
    public Sample this[int index] => index == Length - 1 ? newest! : AsArray()[index];

    /// <summary>These and one more behind them.</summary>
    public SampleWindow Add(Sample sample) => store is Sample[] loose ? new SampleWindow([.. loose, sample]) : Pack(sample);

    /// <summary>These and one more at a place.</summary>
    public SampleWindow Insert(int place, Sample sample)
    {
        if (place == Length)
            return Add(sample);
        var before = AsArray();
        var with = new Sample[before.Length + 1];
        before.AsSpan(0, place).CopyTo(with);
        with[place] = sample;
        before.AsSpan(place).CopyTo(with.AsSpan(place + 1));
        return new SampleWindow(with);
    }

    /// <summary>These without those before the one that a walk over them has come to, packed.</summary>
    public SampleWindow From(in Enumerator walk)
    {
        if (store is Sample[] loose)
        {
            var packed = default(SampleWindow);
            foreach (var sample in loose.AsSpan(walk.Index))
                packed = packed.Add(sample);
            return packed;
        }

        // Only the first of them is written anew: the others say what differs from one that stays.
        var buffer = (byte[])store!;
        Span<byte> first = stackalloc byte[256];
        var longest = SampleCodec.MaxLength(walk.Current);
        first = longest <= first.Length ? first : new byte[longest];
        var length = SampleCodec.Write(walk.Current, null, first);
        var rest = buffer.AsSpan(walk.Next, end - walk.Next);
        var cut = new byte[Room(Start + length + rest.Length)];
        first[..length].CopyTo(cut.AsSpan(Start));
        rest.CopyTo(cut.AsSpan(Start + length));
        WrittenOf(cut) = Start + length + rest.Length;
        return new SampleWindow(cut, Start + length + rest.Length, newest!, Length - walk.Index, Math.Min(OfNewestMoment, Length - walk.Index));
    }

    /// <summary>All of them, to look at in any order; not to be changed.</summary>
    public ReadOnlySpan<Sample> AsSpan() => AsArray();

    /// <summary>The same, ready to be looked at in any order.</summary>
    public SampleWindow Unpacked() => store is byte[]? new SampleWindow(AsArray()) : this;

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Sample> IEnumerable<Sample>.GetEnumerator() => AsArray().AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => AsArray().GetEnumerator();

    public bool Equals(SampleWindow other) => Length == other.Length && AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is SampleWindow other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Length, newest);

    public static bool operator ==(SampleWindow left, SampleWindow right) => left.Equals(right);

    public static bool operator !=(SampleWindow left, SampleWindow right) => !left.Equals(right);

    SampleWindow Pack(Sample sample)
    {
        Span<byte> bytes = stackalloc byte[256];
        var longest = SampleCodec.MaxLength(sample);
        bytes = longest <= bytes.Length ? bytes : new byte[longest];
        var length = SampleCodec.Write(sample, newest, bytes);

        var from = Math.Max(end, Start);
        var to = from + length;
        var buffer = store as byte[];

        // Two that go on from the same readings, on whatever threads, must not write to the same place.
        if (buffer is null || to > buffer.Length || Interlocked.CompareExchange(ref WrittenOf(buffer), to, from) != from)
        {
            var grown = new byte[buffer is null ? Math.Max(FirstBuffer, to) : Room(to)];
            buffer?.AsSpan(Start, from - Start).CopyTo(grown.AsSpan(Start));
            WrittenOf(grown) = to;
            buffer = grown;
        }

        bytes[..length].CopyTo(buffer.AsSpan(from));
        return new SampleWindow(buffer, to, sample, Length + 1, newest?.Ticks == sample.Ticks ? OfNewestMoment + 1 : 1);
    }

    // Half as much again, in whole words.
    static int Room(int bytes) => ((bytes + (bytes / 2)) | 7) + 1;

    static ref int WrittenOf(byte[] buffer) => ref Unsafe.As<byte, int>(ref buffer[0]);

    Sample[] AsArray()
    {
        if (store is not byte[])
            return store as Sample[] ?? [];
        var samples = new Sample[Length];
        var i = 0;
        foreach (var sample in this)
            samples[i++] = sample;
        return samples;
    }

    /// <summary>A walk from the oldest to the newest.</summary>
    public struct Enumerator
    {
        readonly SampleWindow window;

        internal Enumerator(SampleWindow window)
        {
            this.window = window;
            Index = -1;
            Next = Start;
        }

        /// <summary>The place of the current one.</summary>
        public int Index { get; private set; }

        public Sample Current { get; private set; } = null!;

        /// <summary>Where the next one begins in the buffer.</summary>
        internal int Next { get; private set; }

        public bool MoveNext()
        {
            if (Index + 1 >= window.Length)
                return false;
            Index++;
            if (window.store is Sample[] loose)
                Current = loose[Index];
            else if (Index == window.Length - 1)
                (Current, Next) = (window.newest!, window.end);
            else
            {
                var next = Next;
                Current = SampleCodec.Read((byte[])window.store!, ref next, Index == 0 ? null : Current);
                Next = next;
            }

            return true;
        }
    }
}

/// <summary>As an array: how readings are held is nobody else's business.</summary>
public sealed class SampleWindowConverter : JsonConverter<SampleWindow>
{
    public override SampleWindow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var window = default(SampleWindow);
        foreach (var sample in JsonSerializer.Deserialize(ref reader, TypeOf(options)))
            window = window.Add(sample);
        return window;
    }

    public override void Write(Utf8JsonWriter writer, SampleWindow value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value.AsSpan()], TypeOf(options));

    static JsonTypeInfo<ImmutableArray<Sample>> TypeOf(JsonSerializerOptions options) =>
        (JsonTypeInfo<ImmutableArray<Sample>>)options.GetTypeInfo(typeof(ImmutableArray<Sample>));
}
